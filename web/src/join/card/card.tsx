import { type ChangeEvent, useEffect, useId, useRef, useState } from 'react';
import { useI18n } from '../../i18n/context';
import { CameraRefused, closeCamera, openCamera } from '../../liveness/camera';
import { type StatusName, StatusScreen } from '../../status-screens/status-screen';
import { WaysOutLater } from '../../status-screens/ways-out-later';
import { Busy } from '../../ui/busy';
import { Icon } from '../../ui/icon';
import { Screen } from '../../ui/screen';
import { useMistake } from '../../ui/use-mistake';
import { useJoinText } from '../i18n/use-join-text';
import { ProblemText } from '../screens/problem-text';
import type { Event } from '../state/event';
import type { Problem, Side } from '../state/way';
import { CardCamera } from './card-camera';
import { type Photograph, photographOfFile } from './photograph';

interface CardProps {
  side: Side;
  problem: Problem | null;
  /** What reading the side before showed. */
  note: string | null;
  dispatch: (event: Event) => void;
}

type State =
  | { kind: 'instructions' }
  | { kind: 'starting' }
  | { kind: 'open'; stream: MediaStream }
  | { kind: 'refused'; screen: StatusName }
  | { kind: 'taken'; photograph: Photograph };

/** A question that nobody sees or answers would never end. */
const MAX_SILENCE_MS = 20_000;

/** One side of the id card: by the camera, or a photograph that is there already; looked at before it is sent. */
export function Card({ side, problem, note, dispatch }: CardProps) {
  const { text } = useI18n();
  const { card, startOver } = useJoinText();
  const [state, setState] = useState<State>({ kind: 'instructions' });
  const [mistake, found] = useMistake();
  const stream = useRef<MediaStream>(null);
  const silence = useRef<ReturnType<typeof setTimeout>>(undefined);
  const isLeft = useRef(false);
  const isChosen = useRef(false);
  const close = () => {
    if (stream.current) closeCamera(stream.current);
    stream.current = null;
  };
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
    close();
    setState({ kind: 'instructions' });
  };
  const open = async () => {
    isChosen.current = false;
    found(false);
    setState({ kind: 'starting' });
    clearTimeout(silence.current);
    silence.current = setTimeout(() => setState({ kind: 'refused', screen: 'cameraSilent' }), MAX_SILENCE_MS);
    try {
      // However late it comes; it may have been asked for again meanwhile, or a photograph been chosen.
      const opened = await openCamera('environment', ended);
      if (isLeft.current || stream.current || isChosen.current) return closeCamera(opened);
      clearTimeout(silence.current);
      stream.current = opened;
      setState({ kind: 'open', stream: opened });
    } catch (error) {
      if (stream.current || isChosen.current) return;
      clearTimeout(silence.current);
      setState({ kind: 'refused', screen: error instanceof CameraRefused ? error.screen : 'noCamera' });
    }
  };
  const taken = (photograph: Photograph) => {
    close();
    clearTimeout(silence.current);
    found(false);
    setState({ kind: 'taken', photograph });
  };
  const chosen = (file: File) => {
    isChosen.current = true;
    return photographOfFile(file).then(taken, () => {
      // It would stay on behind the question, and stand in the way of the next.
      close();
      found(true);
      setState({ kind: 'instructions' });
    });
  };

  switch (state.kind) {
    case 'starting':
      return <Busy>{text.camera.starting}</Busy>;
    case 'open':
      return (
        <CardCamera title={card.title[side]} stream={state.stream} taken={taken}>
          <Upload chosen={chosen} />
        </CardCamera>
      );
    case 'refused':
      return (
        <StatusScreen key={state.screen} name={state.screen}>
          <button type="button" className="primary" onClick={open}>
            {text.tryAgain}
          </button>
          <Upload chosen={chosen} />
          <WaysOutLater to="camera" />
        </StatusScreen>
      );
    case 'taken':
      return (
        <Preview
          side={side}
          photograph={state.photograph}
          again={() => setState({ kind: 'instructions' })}
          use={() => dispatch({ type: 'pictureTaken', image: state.photograph.image })}
        />
      );
    case 'instructions':
      return (
        <Screen title={card.title[side]} mark={<Icon name="card" />}>
          <ProblemText key={mistake} problem={problem} own={mistake > 0 ? card.tooLarge : null} />
          {note && <p className="notice">{note}</p>}
          <p>{card.why[side]}</p>
          <p className="quiet">{card.privacy}</p>
          <button type="button" className="primary" onClick={open}>
            {card.open}
          </button>
          <Upload chosen={chosen} />
          {problem && (
            <button type="button" className="plain-button" onClick={() => dispatch({ type: 'startOver' })}>
              {startOver}
            </button>
          )}
        </Screen>
      );
  }
}

function Upload({ chosen }: { chosen: (file: File) => void }) {
  const { card } = useJoinText();
  const id = useId();
  const choose = ({ target }: ChangeEvent<HTMLInputElement>) => {
    const file = target.files?.[0];
    // The same file may be chosen again.
    target.value = '';
    if (file) chosen(file);
  };
  return (
    <div className="upload">
      <input
        id={id}
        type="file"
        accept="image/jpeg,image/png"
        onChange={choose}
        className="visually-hidden"
      />
      <label htmlFor={id} className="button secondary">
        {card.upload}
      </label>
    </div>
  );
}

interface PreviewProps {
  side: Side;
  photograph: Photograph;
  again: () => void;
  use: () => void;
}

function Preview({ side, photograph: { preview, flaw }, again, use }: PreviewProps) {
  const { card } = useJoinText();
  useEffect(() => () => URL.revokeObjectURL(preview), [preview]);
  return (
    <Screen title={card.title[side]} className="taken">
      <img src={preview} alt={card.preview} />
      <p role="status" className={flaw ? 'problem' : ''}>
        {flaw ? card[flaw] : card.checkIt}
      </p>
      <button type="button" className={flaw ? 'secondary' : 'primary'} onClick={use}>
        {card.use}
      </button>
      <button type="button" className={flaw ? 'primary' : 'secondary'} onClick={again}>
        {card.again}
      </button>
    </Screen>
  );
}
