import type { SigningPhase, SigningProgress } from '@vlens-gateway/client';
import type { ReactElement } from 'react';
import { useI18n } from '../i18n/context';
import type { Messages } from '../i18n/en';
import { LivenessCheck } from '../liveness/liveness-check';
import { FaultScreen } from '../status-screens/fault-screen';
import { StatusScreen } from '../status-screens/status-screen';
import { Busy } from '../ui/busy';
import { CodeEntry } from './code-entry';
import { CodeInDoubt } from './code-in-doubt';
import { Ended } from './ended';
import { LocationPrompt } from './location-prompt';
import { Payment } from './payment';
import type { View } from './view';

interface SigningProps {
  view: View;
  /** Signs from the start, or from where it was left. */
  begin: (resume?: SigningProgress) => void;
  /** Goes on here with what another tab began. */
  takeOver: () => void;
  isPaymentNext: boolean;
  /** Back to the contract, after a look at where it stands. */
  lookAgain: () => void;
}

/** The screen of what signing asks for now. */
export function Signing({ view, begin, takeOver, isPaymentNext, lookAgain }: SigningProps): ReactElement {
  const { text } = useI18n();
  switch (view.kind) {
    case 'place':
      return <LocationPrompt found={view.reply} isAgain={view.isAgain} />;
    case 'pictures':
      return <LivenessCheck {...view.asked} taken={view.reply} />;
    case 'code':
      return view.asked.otpRequestId === null ? (
        <CodeInDoubt reply={view.reply} lookAgain={lookAgain} />
      ) : (
        <CodeEntry key={view.asked.otpRequestId} {...view} isPaymentNext={isPaymentNext} />
      );
    case 'payment':
      return <Payment url={view.url} state={view.state} goOn={view.reply} />;
    case 'fault':
      return <FaultScreen fault={view.fault} goOn={view.reply} />;
    case 'ended':
      return <Ended outcome={view.outcome} begin={begin} lookAgain={lookAgain} />;
    case 'starting':
      return <Busy>{text.loading}</Busy>;
    case 'elsewhere':
      return (
        <StatusScreen name="otherTab">
          <button type="button" className="primary" onClick={takeOver}>
            {text.goOnHere}
          </button>
        </StatusScreen>
      );
    case 'busy':
      return view.phase === 'awaitApproval' ? (
        <StatusScreen name="notApproved">
          <span className="spinner" aria-hidden="true" />
        </StatusScreen>
      ) : (
        <Busy>{text.busy[UNDER_WAY[view.phase]]}</Busy>
      );
  }
}

const UNDER_WAY: Record<SigningPhase, keyof Messages['busy']> = {
  requestOtp: 'otp',
  askForScan: 'liveness',
  revalidate: 'liveness',
  askForCode: 'otp',
  validateOtp: 'code',
  askForPayment: 'payment',
  confirmPayment: 'payment',
  awaitApproval: 'check',
  findOut: 'check',
  end: 'check',
};
