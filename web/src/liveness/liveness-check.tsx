import type { LivenessAsked, LivenessScanInput } from '@vlens-gateway/client';
import { useEffect, useRef, useState } from 'react';
import { Face, type FaceName } from '../faces/face';
import { useSpeech } from '../i18n/language';
import { Busy } from '../ui/busy';
import { Icon } from '../ui/icon';
import { Screen } from '../ui/screen';
import { CameraRefused, closeCamera, openCamera } from './camera';
import { CameraView } from './camera-view';

interface LivenessCheckProps extends LivenessAsked {
  taken: (scan: LivenessScanInput) => void;
}

type State =
  | { kind: 'telling' | 'starting' }
  | { kind: 'open'; stream: MediaStream }
  | { kind: 'refused'; face: FaceName };

/** Says why before the browser asks for the camera, then guides through the three frames. */
export function LivenessCheck({ thresholdKm, problem, taken }: LivenessCheckProps) {
  const { text, count } = useSpeech();
  const [state, setState] = useState<State>({ kind: 'telling' });
  const stream = useRef<MediaStream>(null);
  const isLeft = useRef(false);
  useEffect(() => {
    isLeft.current = false;
    return () => {
      isLeft.current = true;
      if (stream.current) closeCamera(stream.current);
    };
  }, []);

  const open = async () => {
    setState({ kind: 'starting' });
    try {
      const opened = await openCamera();
      stream.current = opened;
      if (isLeft.current) closeCamera(opened);
      else setState({ kind: 'open', stream: opened });
    } catch (error) {
      setState({ kind: 'refused', face: error instanceof CameraRefused ? error.face : 'noCamera' });
    }
  };

  switch (state.kind) {
    case 'starting':
      return <Busy>{text.camera.starting}</Busy>;
    case 'open':
      return <CameraView stream={state.stream} taken={taken} />;
    case 'refused':
      return (
        <Face key={state.face} name={state.face}>
          <button type="button" className="primary" onClick={open}>
            {text.tryAgain}
          </button>
        </Face>
      );
    default:
      return (
        <Screen title={text.camera.title} mark={<Icon name="camera" />}>
          {problem && (
            <p className="problem" role="alert">
              {text.camera.again}
            </p>
          )}
          <p>{text.camera.why(count(thresholdKm))}</p>
          <p className="quiet">{text.camera.privacy}</p>
          <button type="button" className="primary" onClick={open}>
            {text.camera.open}
          </button>
        </Screen>
      );
  }
}
