import { useApolloClient } from '@apollo/client/react';
import { Face } from '../faces/face';
import { FaultFace } from '../faces/fault-face';
import { REJECTION_FACES } from '../faces/rejection-faces';
import { StandingDocument } from '../gql/graphql';
import { useSpeech } from '../i18n/language';
import { LivenessCheck } from '../liveness/liveness-check';
import { Busy } from '../ui/busy';
import { CodeEntry } from './code-entry';
import { Payment } from './payment';
import { Place } from './place';
import type { View } from './use-signing';

interface SigningProps {
  requestId: string;
  view: View;
  begin: () => void;
  leave: () => void;
}

/** The screen of what signing asks for now. */
export function Signing({ requestId, view, begin, leave }: SigningProps) {
  const { text } = useSpeech();
  const client = useApolloClient();
  switch (view.kind) {
    case 'place':
      return <Place found={view.reply} />;
    case 'pictures':
      return <LivenessCheck {...view} taken={view.reply} />;
    case 'code':
      return <CodeEntry {...view} />;
    case 'payment':
      return <Payment url={view.url} isUnseen={view.isUnseen} goOn={view.reply} />;
    case 'busy':
      return <Busy>{text.busy[view.step]}</Busy>;
    case 'fault':
      return <FaultFace fault={view.fault} goOn={view.reply} />;
    case 'ended':
      break;
  }
  const { ending } = view;
  if (ending.kind === 'signed') return null;
  if (ending.kind === 'unknown') {
    const look = async () => {
      // A status that has moved on shows by itself; else the customer is back at the contract and may begin again.
      await client
        .query({ query: StandingDocument, variables: { id: requestId }, fetchPolicy: 'network-only' })
        .catch(() => {});
      leave();
    };
    return <FaultFace fault={{ kind: 'outcomeUnknown' }} goOn={look} />;
  }
  const { reason, message } = ending;
  return (
    <Face name={REJECTION_FACES[reason]} said={SAYS_MORE.has(reason) ? message : undefined}>
      {MAY_BEGIN_AGAIN.has(reason) && (
        <button type="button" className="primary" onClick={begin}>
          {text.beginAgain}
        </button>
      )}
    </Face>
  );
}

/** Where the provider's sentence tells what the face can't. */
const SAYS_MORE = new Set(['OTHER', 'INVALID_INPUT', 'NOT_ELIGIBLE', 'TOO_MANY_ATTEMPTS', 'LIVENESS_FAILED']);
const MAY_BEGIN_AGAIN = new Set([
  'OTHER',
  'INVALID_INPUT',
  'TOO_MANY_ATTEMPTS',
  'LIVENESS_FAILED',
  'OTP_EXPIRED',
  'OTP_INCORRECT',
  'PAYMENT_INCOMPLETE',
]);
