import type { Town, User } from './steps.js';

/** As StepRequestOtp and its like answer by number; control calls by their HTTP status. */
export type Outcome = 'accepted' | '404' | '409' | (string & {});

export interface Entry {
  who: string;
  step: string;
  from: string | null;
  to: string;
}
export interface Request {
  id: string;
  creator: User;
  signers: { user: User; hasValidOtp: boolean; hasSigned: boolean }[];
  required: number;
  status: string;
  hasFee: boolean;
  payment: 'none' | 'due' | 'paid';
  trail: Entry[];
}
interface Code {
  id: string;
  user: User;
  request: string;
  sentAt: number;
  wrong: number;
  isUsed: boolean;
  isReplaced: boolean;
}
export interface Model {
  now: number;
  approvesByItself: boolean;
  users: Record<User, { at: Town; lastActive: Town; isVerified: boolean; hasKyc: boolean }>;
  requests: Request[];
  codes: Code[];
}
