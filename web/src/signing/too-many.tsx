import type { SigningProblem, SigningProgress, SigningStep } from '@vlens-gateway/client';
import { type ReactNode, useState } from 'react';
import { recallTab } from '../access/tab-memory';
import { clock, minutes } from '../i18n/figures';
import { useI18n } from '../i18n/language';
import { StatusScreen } from '../status-screens/status-screen';
import { useCountdown } from '../ui/use-countdown';
import { HaveCode } from './have-code';

/** Vlens publishes neither number; the sandbox's are three codes within ten minutes. */
const CODES_PER_WINDOW = 3;
const WINDOW_SECONDS = 600;

interface TooManyProps {
  step: SigningStep;
  problem: SigningProblem;
  begin: (resume?: SigningProgress) => void;
}

/** Too many tries, and which: a code that was wrong too often is helped by another at once, too many codes by time alone. */
export function TooMany({ step, problem: { retryAfterSeconds }, begin }: TooManyProps) {
  const { text } = useI18n();
  const again = (
    <button type="button" className="primary" onClick={() => begin()}>
      {text.code.resend}
    </button>
  );
  if (step === 'validateOtp' && retryAfterSeconds === undefined)
    return <StatusScreen name="tooManyWrongCodes">{again}</StatusScreen>;
  return (
    <StatusScreen name={step === 'requestOtp' ? 'tooManyCodes' : 'tooManyTries'}>
      <Wait seconds={retryAfterSeconds ?? untilOldestCodeIsOver()}>{again}</Wait>
      {step === 'requestOtp' && <HaveCode begin={begin} />}
    </StatusScreen>
  );
}

/** What is said while time has to pass, to the minute: nobody looks at seconds for so long. */
function Wait({ seconds, children }: { seconds: number; children: ReactNode }) {
  const { language, text } = useI18n();
  const [until] = useState(() => Date.now() + seconds * 1000);
  const left = useCountdown(seconds);
  if (left === 0) return children;
  return (
    <p className="notice" role="timer">
      {text.againAt(clock(language, until), minutes(language, Math.ceil(left / 60)))}
    </p>
  );
}

function untilOldestCodeIsOver(): number {
  const oldest = recallTab()?.codesSentAt.at(-CODES_PER_WINDOW);
  const passed = oldest === undefined ? 0 : (Date.now() - oldest) / 1000;
  return Math.ceil(passed < WINDOW_SECONDS ? WINDOW_SECONDS - passed : WINDOW_SECONDS);
}
