import type { Execute, LivenessScanInput, OtpAnswer, SigningOutcome, Watch } from '@vlens-gateway/client';
import { type ReactElement, useState } from 'react';
import { takePictures } from './device';
import { type Question, useSignature } from './use-signature';

interface Props {
  execute: Execute;
  watch: Watch;
  requestId: string;
}

/** Signs one contract: a button, then whatever the customer is asked, then what it came to. */
export function SignContract({ execute, watch, requestId }: Props): ReactElement {
  const { phase, question, outcome, failure, sign, look } = useSignature(execute, watch, requestId);
  if (outcome) return <Ended outcome={outcome} onAgain={sign} onLook={look} />;
  if (failure) return <Again sentence={failure} onAgain={sign} />;
  if (question) return <Ask key={phase} question={question} />;
  if (phase === null) return <Again sentence="Your contract is ready." onAgain={sign} />;
  return <p role="status">{phase === 'awaitApproval' ? 'Waiting for the approval …' : 'One moment …'}</p>;
}

interface EndedProps {
  outcome: SigningOutcome;
  onAgain: () => void;
  onLook: () => void;
}

function Ended({ outcome, onAgain, onLook }: EndedProps): ReactElement {
  const sentence = sentenceOf(outcome);
  switch (outcome.outcome) {
    case 'signed':
    case 'alreadySigned':
    case 'notSignable':
      return <p role="status">{sentence}</p>;
    // It may be signed: nothing is sent before it is known.
    case 'unknown':
      return <Again sentence={sentence} button="Look again" onAgain={onLook} />;
    default:
      return <Again sentence={sentence} onAgain={onAgain} />;
  }
}

function Ask({ question }: { question: Question }): ReactElement {
  const { problem } = question.asked;
  return (
    <>
      {problem ? <p role="alert">{problem.message}</p> : null}
      {question.of === 'scan' ? (
        <Pictures message={question.asked.message} onTaken={question.answer} />
      ) : null}
      {question.of === 'code' ? (
        <Code isThere={question.asked.otpRequestId !== null} onAnswer={question.answer} />
      ) : null}
      {question.of === 'payment' ? (
        <Payment url={question.asked.paymentUrl} onPaid={question.answer} />
      ) : null}
    </>
  );
}

function Pictures({ message, onTaken }: { message: string; onTaken: (scan: LivenessScanInput) => void }) {
  const [failure, setFailure] = useState('');
  const take = () =>
    takePictures().then(onTaken, () => setFailure('The camera can’t be used: allow it, and try again.'));
  return (
    <>
      <p>{failure || message}</p>
      <button type="button" onClick={take}>
        Take pictures of my face
      </button>
    </>
  );
}

function Code({ isThere, onAnswer }: { isThere: boolean; onAnswer: (answer: OtpAnswer) => void }) {
  const [code, setCode] = useState('');
  return (
    <form
      onSubmit={(event) => {
        event.preventDefault();
        onAnswer({ otpCode: code });
      }}
    >
      {isThere ? (
        <>
          <label>
            The code of the SMS{' '}
            <input
              autoComplete="one-time-code"
              inputMode="numeric"
              value={code}
              onChange={({ target }) => setCode(target.value)}
            />
          </label>
          <button type="submit">Sign</button>
        </>
      ) : null}
      <button type="button" onClick={() => onAnswer({ resend: true })}>
        Send another code
      </button>
    </form>
  );
}

function Payment({ url, onPaid }: { url: string | null; onPaid: () => void }): ReactElement {
  return (
    <p>
      {url ? (
        <a href={url} target="_blank" rel="noreferrer">
          Pay
        </a>
      ) : (
        'Pay as you were told'
      )}{' '}
      <button type="button" onClick={onPaid}>
        I have paid
      </button>
    </p>
  );
}

interface AgainProps {
  sentence: string;
  button?: string;
  onAgain: () => void;
}

function Again({ sentence, button = 'Sign the contract', onAgain }: AgainProps): ReactElement {
  return (
    <>
      <p role="status">{sentence}</p>
      <button type="button" onClick={onAgain}>
        {button}
      </button>
    </>
  );
}

function sentenceOf(outcome: SigningOutcome): string {
  switch (outcome.outcome) {
    case 'signed':
      return `Signed: ${outcome.businessRequest?.requestNumber ?? 'your contract'}.`;
    case 'alreadySigned':
      return 'You have signed this contract already.';
    case 'refused':
      return outcome.problem.message;
    case 'notSignable':
      return 'This contract can’t be signed.';
    case 'unknown':
      return 'Your contract may be signed: look again in some minutes, before you sign again.';
    case 'failed':
      return `${outcome.fault.message} (${outcome.fault.requestId ?? outcome.fault.code})`;
    case 'aborted':
      return 'The signature was left.';
  }
}
