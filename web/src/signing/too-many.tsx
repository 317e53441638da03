import type { SigningProblem, SigningProgress, SigningStep } from '@vlens-gateway/client';
import { recallTab } from '../access/tab-memory';
import { useI18n } from '../i18n/context';
import { StatusScreen } from '../status-screens/status-screen';
import { Wait } from '../ui/wait';
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

function untilOldestCodeIsOver(): number {
  const oldest = recallTab()?.codesSentAt.at(-CODES_PER_WINDOW);
  // The clock may have been set back since.
  const passed = oldest === undefined ? 0 : Math.max(0, (Date.now() - oldest) / 1000);
  return Math.ceil(passed < WINDOW_SECONDS ? WINDOW_SECONDS - passed : WINDOW_SECONDS);
}
