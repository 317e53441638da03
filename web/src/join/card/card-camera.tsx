import { type ReactNode, useEffect, useRef, useState } from 'react';
import { useI18n } from '../../i18n/context';
import { Screen } from '../../ui/screen';
import { useJoinText } from '../i18n/use-join-text';
import { FRAME, flawInFrame, type Photograph, photographOf } from './photograph';
import type { Flaw } from './quality';

const MEASURE_MS = 400;
const WIDTH = 400;
const HEIGHT = 300;

interface CardCameraProps {
  title: string;
  stream: MediaStream;
  taken: (photograph: Photograph) => void;
  children: ReactNode;
}

/** The camera's picture with a frame for the card, and what to fix before it is taken. */
export function CardCamera({ title, stream, taken, children }: CardCameraProps) {
  const { text } = useI18n();
  const { card } = useJoinText();
  const video = useRef<HTMLVideoElement>(null);
  const [isTaking, setTaking] = useState(false);
  const [hasFailed, setFailed] = useState(false);
  const hint = useHint(video);
  useEffect(() => {
    if (video.current) video.current.srcObject = stream;
  }, [stream]);

  const take = async () => {
    if (!video.current || video.current.videoWidth === 0) return;
    setTaking(true);
    setFailed(false);
    try {
      taken(await photographOf(video.current));
    } catch {
      // A phone that has no memory left writes no JPEG; it may have some again.
      setFailed(true);
      setTaking(false);
    }
  };
  const frame = { width: WIDTH * FRAME.share, height: (WIDTH * FRAME.share) / FRAME.ratio };
  return (
    <Screen title={title} className="camera">
      <div className="viewfinder landscape">
        <video ref={video} autoPlay playsInline muted aria-label={text.camera.preview} />
        <svg viewBox={`0 0 ${WIDTH} ${HEIGHT}`} preserveAspectRatio="xMidYMid slice" aria-hidden="true">
          <rect
            x={(WIDTH - frame.width) / 2}
            y={(HEIGHT - frame.height) / 2}
            width={frame.width}
            height={frame.height}
            rx="14"
            data-good={hint === 'good' || undefined}
          />
        </svg>
      </div>
      <p className="centred" role="status">
        {hasFailed ? text.camera.failed : hint === null ? card.guide : card[hint]}
      </p>
      <button type="button" className="primary" onClick={take} disabled={isTaking}>
        {card.take}
      </button>
      {children}
    </Screen>
  );
}

/** What the camera's picture lacks, once it has lacked it twice: a hint that flickers helps nobody. */
function useHint(video: { current: HTMLVideoElement | null }): Flaw | 'good' | null {
  const [hint, setHint] = useState<Flaw | 'good' | null>(null);
  useEffect(() => {
    let before: Flaw | 'good' | null = null;
    const timer = setInterval(() => {
      if (!video.current || video.current.videoWidth === 0 || document.hidden) return;
      const now = flawInFrame(video.current) ?? 'good';
      if (now === before) setHint(now);
      before = now;
    }, MEASURE_MS);
    return () => clearInterval(timer);
  }, [video]);
  return hint;
}
