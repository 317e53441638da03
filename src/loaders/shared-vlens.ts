import type { Accepted, Answer } from '../vlens/answer.js';
import type { Slice, VlensApi, VlensCaller } from '../vlens/api.js';
import type { CallerKey, CallerKeys } from '../vlens/caller-keys.js';
import type {
  ConfirmPayment,
  CreateBusinessRequest,
  GenerateSigningLink,
  Login,
  OpenSigningSession,
  RequestActivationOtp,
  RevalidateLiveness,
  ValidateActivationOtp,
} from '../vlens/types.js';
import { ANY_REQUEST } from './dropped-requests.js';
import type { Origin, Reading, SharedReads } from './shared-reads.js';

/** How old reads may be, in milliseconds; 0 asks anew each time. */
export interface Freshness {
  requestsMaxAgeMs: number;
  /** The status of a request that is known: longer where webhooks announce changes. */
  statusMaxAgeMs: number;
  /** Product types and their forms: the tenant's, and seldom changed. */
  productsMaxAgeMs: number;
}

/** A read that was answered with what is kept. */
interface KeptRead {
  endpoint: string;
  /** Whether it would be answered with the very same now. */
  isStillKept: () => boolean;
}

/** A caller who is also told which answers cost no call. */
export interface SharingCaller extends VlensCaller {
  /** Told of each read that was answered with what is kept. */
  onKept?: (read: KeptRead) => void;
  onSaved?: (saved: { endpoint: string; origin: Exclude<Origin, 'asked'> }) => void;
}

interface ClientForCallers {
  for(caller: VlensCaller): VlensApi;
}

/**
 * Vlens for callers whose operations share their reads (`SharedReads`). A mutation is passed on as it is, once, and
 * drops what its caller has read both before it is sent and before its answer goes out, whatever came of it.
 */
export class SharedVlens {
  constructor(
    private readonly client: ClientForCallers,
    private readonly reads: SharedReads,
    private readonly freshness: Freshness,
    private readonly callerKeys: Pick<CallerKeys, 'of'>,
  ) {}

  for(caller: SharingCaller): VlensApi {
    if (caller.token === null) return this.client.for(caller);
    const key = caller.key ?? this.callerKeys.of(caller.token);
    return new SharingOperations(this.client, this.reads, this.freshness, { ...caller, key });
  }
}

/** The operations of one caller who has a token. */
class SharingOperations implements VlensApi {
  constructor(
    private readonly client: ClientForCallers,
    private readonly reads: SharedReads,
    private readonly freshness: Freshness,
    private readonly caller: SharingCaller & { key: CallerKey },
  ) {}

  listProductTypes() {
    return this.product('listProductTypes', (api) => api.listProductTypes());
  }
  getFormFields(id: number) {
    return this.product(`getFormFields ${id}`, (api) => api.getFormFields(id));
  }
  checkEligibility() {
    return this.request(
      'checkEligibility',
      (api) => api.checkEligibility(),
      undefined,
      () => [ANY_REQUEST],
    );
  }
  getCurrentBusinessRequest(minimal: boolean) {
    return this.request(`getCurrentBusinessRequest ${minimal}`, (api) =>
      api.getCurrentBusinessRequest(minimal),
    );
  }
  listBusinessRequests(slice: Slice) {
    return this.request(`listBusinessRequests ${slice.skipCount} ${slice.maxResultCount}`, (api) =>
      api.listBusinessRequests(slice),
    );
  }
  listBusinessRequestIds(slice: Slice) {
    const { statusMaxAgeMs, requestsMaxAgeMs } = this.freshness;
    return this.request(
      `listBusinessRequestIds ${slice.skipCount} ${slice.maxResultCount}`,
      (api) => api.listBusinessRequestIds(slice),
      slice.forStatuses ? statusMaxAgeMs : requestsMaxAgeMs,
    );
  }
  getBusinessRequestById(id: string) {
    return this.request(`getBusinessRequestById ${id}`, (api) => api.getBusinessRequestById(id));
  }
  createBusinessRequest(input: CreateBusinessRequest) {
    return this.change((own) => own.createBusinessRequest(input));
  }
  stepRequestOtp(input: RequestActivationOtp) {
    return this.change((own) => own.stepRequestOtp(input));
  }
  stepReValidateLiveness(input: RevalidateLiveness) {
    return this.change((own) => own.stepReValidateLiveness(input));
  }
  stepValidateOtp(input: ValidateActivationOtp) {
    return this.change((own) => own.stepValidateOtp(input));
  }
  stepValidatePayment(input: ConfirmPayment) {
    return this.change((own) => own.stepValidatePayment(input));
  }
  generateSignContractLink(input: GenerateSigningLink) {
    return this.change((own) => own.generateSignContractLink(input));
  }
  openSigningSession(input: OpenSigningSession) {
    return this.change((own) => own.openSigningSession(input));
  }
  login(input: Login) {
    return this.change((own) => own.login(input));
  }
  /** Its answer may be a stream, which has one reader. */
  viewContractPdf(requestId: string, securityHash: string) {
    return this.client.for(this.caller).viewContractPdf(requestId, securityHash);
  }

  private async change<T>(step: (own: VlensApi) => Promise<T>): Promise<T> {
    const { key } = this.caller;
    this.reads.drop(key);
    try {
      return await step(this.client.for(this.caller));
    } finally {
      this.reads.drop(key);
    }
  }

  private request<T>(
    question: string,
    ask: Ask<T>,
    maxAgeMs = this.freshness.requestsMaxAgeMs,
    requestIdsIn = requestIdsOf,
  ) {
    const { requestsMaxAgeMs, statusMaxAgeMs } = this.freshness;
    const keptForMs = Math.max(requestsMaxAgeMs, statusMaxAgeMs);
    const kept = { maxAgeMs, keptForMs, isChangedByMutations: true, requestIdsOf: requestIdsIn };
    return this.read(question, kept, ask);
  }

  private product<T>(question: string, ask: Ask<T>) {
    const { productsMaxAgeMs } = this.freshness;
    const kept = {
      maxAgeMs: productsMaxAgeMs,
      keptForMs: productsMaxAgeMs,
      isChangedByMutations: false,
      requestIdsOf,
    };
    return this.read(question, kept, ask);
  }

  /** A call that others wait for outlives its first caller's signal, and is counted to whoever asked first. */
  private async read<T>(question: string, kept: Kept, ask: Ask<T>): Promise<Answer<T>> {
    const { value, origin, serial } = await this.reads.read({
      caller: this.caller.key,
      question,
      ...kept,
      signal: this.caller.signal,
      ask: (signal) => ask(this.client.for({ ...this.caller, signal })),
      keptAs,
    });
    const { onSaved, onKept } = this.caller;
    if (origin === 'asked') return value;
    const [endpoint = question] = question.split(' ', 1);
    onSaved?.({ endpoint, origin });
    if (serial !== null) onKept?.({ endpoint, isStillKept: this.isStillKept(question, kept, serial) });
    return value;
  }

  /** It holds on to the caller's key: neither to the token, nor to the request that asked, nor to the answer. */
  private isStillKept(question: string, kept: Kept, serial: number): () => boolean {
    const { reads } = this;
    const asked = { caller: this.caller.key, question, ...kept };
    return () => reads.wouldGive(asked, serial);
  }
}

/** An accepted answer is kept as its body. */
function keptAs<T>(answer: Answer<T>): NonNullable<Accepted<T>['sent']> | null {
  return (answer.kind === 'accepted' && answer.sent) || null;
}

/** The business requests in an accepted answer: a page of them, one, or none. */
function requestIdsOf(answer: Answer<unknown>): string[] {
  if (answer.kind !== 'accepted') return [];
  const { value } = answer;
  const requests =
    typeof value === 'object' && value !== null && 'items' in value && Array.isArray(value.items)
      ? value.items
      : [value];
  return requests.flatMap((request: unknown) =>
    typeof request === 'object' && request !== null && 'id' in request && typeof request.id === 'string'
      ? [request.id]
      : [],
  );
}

type Kept = Pick<
  Reading<Answer<unknown>>,
  'maxAgeMs' | 'keptForMs' | 'isChangedByMutations' | 'requestIdsOf'
>;
type Ask<T> = (api: VlensApi) => Promise<Answer<T>>;
