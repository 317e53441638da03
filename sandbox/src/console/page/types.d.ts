/** What the control API answers, as far as the console shows it (docs/sandbox.md). */

export type Step = 'approve' | 'reject' | 'countersignPartially' | 'countersign' | 'complete' | 'pay';

export interface ListedRequest {
  id: string;
  requestNumber: string;
  contractTypeName: string;
  fullName: string;
  requestStatusName: string;
  requeststatus: number;
  creationTime: string;
  stepsAllowed: Step[];
  payment: { amount: string; gateway: string | null; paidAt: string | null } | null;
}

export interface RequestDetails {
  request: ListedRequest;
  signers: {
    fullName: string;
    phoneNumber: string;
    otpValidatedAt: string | null;
    signedAt: string | null;
  }[];
  audit: AuditEntry[];
}

export interface AuditEntry {
  position: number;
  at: string;
  who: string;
  step: string;
  fromStatus: string | null;
  toStatus: string;
  latitude: number | null;
  longitude: number | null;
}

export interface Message {
  tenantId: string;
  phoneNumber: string | null;
  emailAddress: string | null;
  provider: string;
  purpose: string;
  requestId: string | null;
  otpRequestId: string;
  code: string;
  sentAt: string;
}

export interface Place {
  latitude: number;
  longitude: number;
}

export interface User {
  id: number;
  tenant: string;
  phoneNumber: string;
  fullName: string;
  nationalId: string | null;
  /** Whose sample card they were verified with. */
  samplePerson: number | null;
  isDigitalIdentityVerified: boolean;
  isEmailConfirmed: boolean;
  stage: 'Registered' | 'Validated' | 'Verified';
  emailAddress: string | null;
  lastActiveLocation: Place | null;
  lastActiveAt: string | null;
}

export interface Session {
  id: string;
  tenant: string;
  startedAt: string;
  phoneNumber: string | null;
  fullName: string | null;
  userName: string | null;
}

export interface Clock {
  now: string;
  offsetMs: number;
}

export interface Fault {
  endpoint: string;
  latencyMs: number;
  kind: 'http500' | 'html' | 'reset' | 'stall' | null;
  when: 'before' | 'after';
  failNext?: number;
  failureRate?: number;
}

export interface Subscription {
  id: string;
  url: string;
  createdAt: string;
}

export interface Delivery {
  eventId: string;
  requestId: string;
  newStatus: string;
  url: string;
  attempts: number;
  lastStatus: number | null;
  lastError: string | null;
  createdAt: string;
  deliveredAt: string | null;
  nextAttemptAt: string | null;
  givenUpAt: string | null;
}

export interface Tenant {
  tenant: string;
  approvesByItself: boolean;
  requiresConfirmedEmail: boolean;
  asksTwoFactor: boolean;
  allowsOauth: boolean;
  ntra: 'off' | 'yes' | 'no';
  cso: 'off' | 'yes' | 'no';
  passwordRule: { minimumLength: number };
  quotaPerSecond: number;
  quotaPerMinute: number;
}
