import type { OtpAnswer } from '@vlens-gateway/client';
import { Face } from '../faces/face';
import { useSpeech } from '../i18n/language';

interface CodeInDoubtProps {
  reply: (answer: OtpAnswer) => void;
  lookAgain: () => void;
}

/** A step's answer was lost and the request doesn't show that it was taken: another code only where the customer wants it. */
export function CodeInDoubt({ reply, lookAgain }: CodeInDoubtProps) {
  const { text } = useSpeech();
  return (
    <Face name="outcomeUnknown">
      <button type="button" className="primary" onClick={lookAgain}>
        {text.check}
      </button>
      <button type="button" className="secondary" onClick={() => reply({ resend: true })}>
        {text.code.resend}
      </button>
    </Face>
  );
}
