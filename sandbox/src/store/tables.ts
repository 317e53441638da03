import type { Generated, Kysely, Selectable, Transaction } from 'kysely';
import type { Dialect } from '../rules/dialects.js';
import type { CodePurpose } from '../rules/one-time-code.js';
import type { Status } from '../rules/statuses.js';
import type { PeopleTables } from './people-tables.js';
import type { WebhookTables } from './webhook-tables.js';

/** SQL that every database speaks: times are ISO text in UTC, yes and no are 1 and 0, documents are JSON text. */
export interface Tables extends WebhookTables, PeopleTables {
  setting: { name: string; value: string };
  tenant: TenantTable;
  product: ProductTable;
  customer: CustomerTable;
  device: { customerId: number; deviceId: string; firstSeenAt: string };
  requestCounter: { tenantId: string; year: number; last: number };
  businessRequest: BusinessRequestTable;
  signer: SignerTable;
  audit: AuditTable;
  oneTimeCode: OneTimeCodeTable;
  payment: PaymentTable;
}

export type Database = Kysely<Tables>;
export type Work = Transaction<Tables>;
export type Flag = 0 | 1;
export type Instant = string;
export type AuthorityAnswer = 'off' | 'yes' | 'no';

interface TenantTable {
  id: string;
  name: string;
  apiKeyHash: string;
  approvesByItself: Flag;
  requiresConfirmedEmail: Flag;
  /** 0: no limit. */
  dialect: Generated<Dialect>;
  /** Whether Create returns all of the new request, and not only its id, number and type. */
  answersCreateInFull: Generated<Flag>;
  /** Whether a step from exactly 80 km away needs liveness: the reference has both readings. */
  needsLivenessAt80Km: Generated<Flag>;
  /** The forms' national ids must be real ones. */
  checksNationalIds: Generated<Flag>;
  quotaPerSecond: number;
  quotaPerMinute: number;
  /** What the two authorities say about a validated identity: `off` where the tenant does not ask them. */
  ntra: Generated<AuthorityAnswer>;
  cso: Generated<AuthorityAnswer>;
  asksTwoFactor: Generated<Flag>;
  allowsOauth: Generated<Flag>;
  /** JSON: PasswordRule. */
  passwordRule: Generated<string>;
}

interface ProductTable {
  tenantId: string;
  id: number;
  name: string;
  nameAr: string;
  typeCode: number;
  typeName: string;
  hasPayment: Flag;
  /** In EGP, as text: money is no float. */
  fee: string;
  minimumSigners: number;
  /** JSON: FormField[]. */
  form: string;
  /** JSON: ContractText[]. */
  texts: string;
}

interface CustomerTable {
  id: number;
  tenantId: string;
  phoneNumber: string;
  passwordHash: string;
  name: string;
  surname: string;
  emailAddress: string;
  isEmailConfirmed: Flag;
  isVerified: Flag;
  /** Front, back and liveness passed; the authorities may not have said yes. */
  isValidated: Generated<Flag>;
  nationalId: string | null;
  address: string;
  /** The customer's KYC transaction; null while the identity is not verified. */
  transactionId: string | null;
  lastLatitude: number | null;
  lastLongitude: number | null;
  lastActiveAt: Instant | null;
}

interface BusinessRequestTable {
  id: string;
  tenantId: string;
  productId: number;
  creatorId: number;
  sequence: number;
  requestNumber: string;
  status: Status;
  contractStorageId: string;
  /** JSON: the form as it was at creation, with the values in it. */
  fields: string;
  requiredSignatures: number;
  createdAt: Instant;
  updatedAt: Instant;
}

interface SignerTable {
  requestId: string;
  customerId: number;
  position: number;
  otpValidatedAt: Instant | null;
  signedAt: Instant | null;
}

interface AuditTable {
  requestId: string;
  position: number;
  at: Instant;
  who: string;
  step: string;
  fromStatus: Status | null;
  toStatus: Status;
  /** Where the customer's device was; null for steps of the provider. */
  latitude: number | null;
  longitude: number | null;
}

interface OneTimeCodeTable {
  id: string;
  purpose: CodePurpose;
  customerId: number;
  requestId: string | null;
  transactionId: string | null;
  deviceId: string | null;
  paymentGateway: string | null;
  codeHash: string;
  sentAt: Instant;
  expiresAt: Instant;
  triesLeft: number;
  usedAt: Instant | null;
  replacedAt: Instant | null;
}

interface PaymentTable {
  requestId: string;
  token: string;
  amount: string;
  gateway: string | null;
  createdAt: Instant;
  paidAt: Instant | null;
}

export type TenantRow = Selectable<TenantTable>;
export type ProductRow = Selectable<ProductTable>;
export type CustomerRow = Selectable<CustomerTable>;

/** A customer who calls, and what their session is for. */
export interface Caller extends CustomerRow {
  /** The one request that a signing link's session sees; null: all of the customer's. */
  onlyRequestId: string | null;
}
export type RequestRow = Selectable<BusinessRequestTable>;
export type SignerRow = Selectable<SignerTable>;
export type AuditRow = Selectable<AuditTable>;
export type OneTimeCodeRow = Selectable<OneTimeCodeTable>;
export type PaymentRow = Selectable<PaymentTable>;
