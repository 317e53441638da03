import type { LivenessScanInput } from '@vlens-gateway/client';
import { useEffect, useRef, useState } from 'react';
import { useI18n } from '../i18n/context';
import { Screen } from '../ui/screen';
import { PicturesRefused, takePictures } from './frames';

interface CameraViewProps {
  stream: MediaStream;
  taken: (scan: LivenessScanInput) => void;
}

type State =
  | { kind: 'ready'; problem: PicturesRefused['why'] | 'failed' | null }
  | { kind: 'countdown'; left: number }
  | { kind: 'taking' };

const COUNTDOWN = 3;

/** The camera's picture in an oval, a countdown, and the frames. */
export function CameraView({ stream, taken }: CameraViewProps) {
  const { text, count } = useI18n();
  const video = useRef<HTMLVideoElement>(null);
  const [state, setState] = useState<State>({ kind: 'ready', problem: null });
  useEffect(() => {
    if (video.current) video.current.srcObject = stream;
  }, [stream]);

  const take = async () => {
    for (let left = COUNTDOWN; left > 0; left--) {
      setState({ kind: 'countdown', left });
      await new Promise((resolve) => setTimeout(resolve, 1000));
    }
    if (!video.current) return;
    setState({ kind: 'taking' });
    try {
      taken(await takePictures(video.current));
    } catch (error) {
      // A phone that has no memory left writes no JPEG; it may have some again.
      setState({ kind: 'ready', problem: error instanceof PicturesRefused ? error.why : 'failed' });
    }
  };

  return (
    <Screen title={text.camera.title} className="camera">
      <div className="viewfinder">
        <video ref={video} autoPlay playsInline muted aria-label={text.camera.preview} />
        <svg viewBox="0 0 300 400" preserveAspectRatio="xMidYMid slice" aria-hidden="true">
          <path
            fillRule="evenodd"
            d="M0 0h300v400H0ZM150 60c58 0 95 62 95 140s-37 140-95 140-95-62-95-140 37-140 95-140Z"
          />
          <ellipse cx="150" cy="200" rx="95" ry="140" data-taking={state.kind === 'taking' || undefined} />
        </svg>
        {state.kind === 'countdown' && (
          <span className="countdown" aria-hidden="true">
            {count(state.left)}
          </span>
        )}
      </div>
      <p className="centred" role="status">
        {state.kind === 'ready' && (state.problem ? text.camera[state.problem] : text.camera.guide)}
        {state.kind === 'countdown' && text.camera.countdown(count(state.left))}
        {state.kind === 'taking' && text.camera.hold}
      </p>
      <button type="button" className="primary" onClick={take} disabled={state.kind !== 'ready'}>
        {text.camera.take}
      </button>
    </Screen>
  );
}
