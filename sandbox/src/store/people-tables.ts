import type { Selectable } from 'kysely';
import type { ContactPurpose } from '../rules/one-time-code.js';
import type { Instant } from './tables.js';

/** Sessions, operators, registration and identity verification. */
export interface PeopleTables {
  operator: OperatorTable;
  session: SessionTable;
  refreshToken: RefreshTokenTable;
  embeddedSession: EmbeddedSessionTable;
  contactCode: ContactCodeTable;
  verification: VerificationTable;
  verificationImage: VerificationImageTable;
}

interface OperatorTable {
  id: number;
  tenantId: string;
  userName: string;
  emailAddress: string;
  passwordHash: string;
}

/** A customer's or an operator's, from login until it ends; its refresh tokens are one family. */
interface SessionTable {
  id: string;
  tenantId: string;
  customerId: number | null;
  operatorId: number | null;
  startedAt: Instant;
  endedAt: Instant | null;
  endReason: string | null;
}

interface RefreshTokenTable {
  tokenHash: string;
  sessionId: string;
  expiresAt: Instant;
  usedAt: Instant | null;
}

interface EmbeddedSessionTable {
  tokenHash: string;
  tenantId: string;
  kind: 'session' | 'invitation';
  phoneNumber: string | null;
  emailAddress: string | null;
  /** JSON. */
  permissions: string;
  /** JSON: by product type, then by key. */
  fields: string;
  createdAt: Instant;
  expiresAt: Instant;
}

/** A code to a phone number or an e-mail address that belongs to nobody yet, or to somebody who is not logged in. */
interface ContactCodeTable {
  id: string;
  tenantId: string;
  purpose: ContactPurpose;
  contact: string;
  codeHash: string;
  sentAt: Instant;
  expiresAt: Instant;
  triesLeft: number;
  confirmedAt: Instant | null;
  /** When a registration took it. */
  usedAt: Instant | null;
  replacedAt: Instant | null;
}

/** A KYC transaction. */
interface VerificationTable {
  id: string;
  tenantId: string;
  /** Null: done with the ApiKey alone, and nobody's yet. */
  customerId: number | null;
  clientTransactionId: string | null;
  createdAt: Instant;
  /** JSON: CardFront. */
  front: string | null;
  /** JSON: CardBack. */
  back: string | null;
  /** JSON: VerificationDevice. */
  device: string | null;
  livenessAt: Instant | null;
  completedAt: Instant | null;
  cancelledAt: Instant | null;
}

interface VerificationImageTable {
  verificationId: string;
  step: ImageStep;
  fileName: string;
  /** Base64. */
  content: string;
  takenAt: Instant;
}

export type ImageStep = 'id_front' | 'id_back' | 'liveness' | 'face_1' | 'face_2' | 'face_3';

export type OperatorRow = Selectable<OperatorTable>;
export type SessionRow = Selectable<SessionTable>;
export type ContactCodeRow = Selectable<ContactCodeTable>;
export type VerificationRow = Selectable<VerificationTable>;
export type VerificationImageRow = Selectable<VerificationImageTable>;
