import type { LivenessAsked, LivenessScanInput } from '@vlens-gateway/client';
import { type ReactNode, useEffect, useRef, useState } from 'react';
import { useI18n } from '../i18n/context';
import { saidOf } from '../status-screens/said';
import { type StatusName, StatusScreen } from '../status-screens/status-screen';
import { WaysOutLater } from '../status-screens/ways-out-later';
import { Busy } from '../ui/busy';
import { Icon } from '../ui/icon';
import { Screen } from '../ui/screen';
import { CameraRefused, closeCamera, openCamera } from './camera';
import { CameraView } from './camera-view';

interface LivenessCheckProps extends Partial<LivenessAsked> {
  /** Where it is not the distance that asks for it. */
  why?: string;
  /** What was wrong with the pictures before these. */
  error?: ReactNode;
  taken: (scan: LivenessScanInput) => void;
}

/** A question that nobody sees or answers, or a WebView that has no answer to it, would never end. */
const MAX_SILENCE_MS = 20_000;

type State =
  | { kind: 'instructions' | 'starting' }
  | { kind: 'open'; stream: MediaStream }
  | { kind: 'refused'; screen: StatusName };

/** Says why before the browser asks for the camera, then guides through the three frames. */
export function LivenessCheck({ thresholdKm = 0, problem, why, error, taken }: LivenessCheckProps) {
  const { text, count } = useI18n();
  const [state, setState] = useState<State>({ kind: 'instructions' });
  const stream = useRef<MediaStream>(null);
  const silence = useRef<ReturnType<typeof setTimeout>>(undefined);
  const isLeft = useRef(false);
  useEffect(() => {
    isLeft.current = false;
    return () => {
      isLeft.current = true;
      clearTimeout(silence.current);
      if (stream.current) closeCamera(stream.current);
    };
  }, []);

  // What it shows stands still from then on: it is opened again where the customer says so.
  const ended = (closed: MediaStream) => {
    if (isLeft.current || stream.current !== closed) return;
    stream.current = null;
    setState({ kind: 'instructions' });
  };
  const open = async () => {
    setState({ kind: 'starting' });
    clearTimeout(silence.current);
    silence.current = setTimeout(() => setState({ kind: 'refused', screen: 'cameraSilent' }), MAX_SILENCE_MS);
    try {
      // However late it comes; it may have been asked for again meanwhile.
      const opened = await openCamera('user', ended);
      if (isLeft.current || stream.current) return closeCamera(opened);
      clearTimeout(silence.current);
      stream.current = opened;
      setState({ kind: 'open', stream: opened });
    } catch (error) {
      if (stream.current) return;
      clearTimeout(silence.current);
      setState({ kind: 'refused', screen: error instanceof CameraRefused ? error.screen : 'noCamera' });
    }
  };

  switch (state.kind) {
    case 'starting':
      return <Busy>{text.camera.starting}</Busy>;
    case 'open':
      return <CameraView stream={state.stream} taken={taken} />;
    case 'refused':
      return (
        <StatusScreen key={state.screen} name={state.screen}>
          <button type="button" className="primary" onClick={open}>
            {text.tryAgain}
          </button>
          <WaysOutLater to="camera" />
        </StatusScreen>
      );
    default:
      return (
        <Screen title={text.camera.title} mark={<Icon name="camera" />}>
          {error}
          {problem && (
            <p className="problem" role="alert">
              {text.camera.again}{' '}
              {problem.reason === 'INVALID_INPUT' && (
                <>
                  {text.theySaid} <q dir="auto">{saidOf(problem)}</q>
                </>
              )}
            </p>
          )}
          <p>{why ?? text.camera.why(count(thresholdKm))}</p>
          <p className="quiet">{text.camera.privacy}</p>
          <button type="button" className="primary" onClick={open}>
            {text.camera.open}
          </button>
        </Screen>
      );
  }
}
