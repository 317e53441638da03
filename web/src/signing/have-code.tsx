import type { SigningProgress } from '@vlens-gateway/client';
import { recallTab } from '../access/tab-memory';
import { useOpeningI18n } from '../i18n/context';

/** The code that was sent before, which none that was refused has ended. */
export function HaveCode({ begin }: { begin: (resume: SigningProgress) => void }) {
  const { text } = useOpeningI18n();
  const progress = recallTab()?.progress;
  if (!progress?.otpRequestId) return null;
  return (
    <button type="button" className="secondary" onClick={() => begin({ ...progress, phase: 'askForCode' })}>
      {text.contract.haveCode}
    </button>
  );
}
