import type {
  GeoLocationInput,
  LivenessAsked,
  LivenessScanInput,
  OtpAnswer,
  OtpAsked,
  SigningOutcome,
  SigningPhase,
} from '@vlens-gateway/client';
import type { Fault } from '../status-screens/fault';
import type { PaymentState } from './paying';

/** What the customer sees while signing: a question that waits for a reply, or what is under way. */
export type View =
  /** `isAgain`: the customer has shared the place on this way before, so that the page need not say why. */
  | { kind: 'place'; isAgain: boolean; reply: (place: GeoLocationInput) => void }
  | { kind: 'pictures'; asked: LivenessAsked; reply: (scan: LivenessScanInput) => void }
  | { kind: 'code'; asked: OtpAsked; sentAt: number; reply: (answer: OtpAnswer) => void }
  | { kind: 'payment'; url: string | null; state: PaymentState; reply: () => void }
  | { kind: 'fault'; fault: Fault; reply: () => void }
  | { kind: 'busy'; phase: SigningPhase }
  | { kind: 'starting' | 'elsewhere' }
  | { kind: 'ended'; outcome: Ending };

export type Ending = Exclude<SigningOutcome, { outcome: 'aborted' }>;
