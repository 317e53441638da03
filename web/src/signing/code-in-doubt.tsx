import type { OtpAnswer } from '@vlens-gateway/client';
import { useI18n } from '../i18n/context';
import { StatusScreen } from '../status-screens/status-screen';

interface CodeInDoubtProps {
  reply: (answer: OtpAnswer) => void;
  lookAgain: () => void;
}

/** A step's answer was lost and the request doesn't show that it was taken: another code only where the customer wants it. */
export function CodeInDoubt({ reply, lookAgain }: CodeInDoubtProps) {
  const { text } = useI18n();
  return (
    <StatusScreen name="outcomeUnknown">
      <button type="button" className="primary" onClick={lookAgain}>
        {text.check}
      </button>
      <button type="button" className="secondary" onClick={() => reply({ resend: true })}>
        {text.code.resend}
      </button>
    </StatusScreen>
  );
}
