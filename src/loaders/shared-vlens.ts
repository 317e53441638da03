import type { Answer } from '../vlens/answer.js';
import type { VlensApi, VlensCaller } from '../vlens/api.js';
import type { Origin, Reading, SharedReads } from './shared-reads.js';

/** How old reads may be, in milliseconds; 0 asks anew each time. */
export interface Freshness {
  requestsMaxAgeMs: number;
  /** The status of a request that is known: longer where webhooks announce changes. */
  statusMaxAgeMs: number;
  /** Product types and their forms: the tenant's, and seldom changed. */
  productsMaxAgeMs: number;
}

/** A caller who is also told which answers cost no call. */
export interface SharingCaller extends VlensCaller {
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
  ) {}

  for(caller: SharingCaller): VlensApi {
    const own = this.client.for(caller);
    const { token } = caller;
    if (token === null) return own;
    const { requestsMaxAgeMs, statusMaxAgeMs, productsMaxAgeMs } = this.freshness;
    const read = this.reader(caller, token);
    const request = <T>(question: string, ask: Ask<T>, maxAgeMs = requestsMaxAgeMs) =>
      read(question, { maxAgeMs, keptForMs: Math.max(requestsMaxAgeMs, statusMaxAgeMs) }, true, ask);
    const product = <T>(question: string, ask: Ask<T>) =>
      read(question, { maxAgeMs: productsMaxAgeMs, keptForMs: productsMaxAgeMs }, false, ask);
    const change = <Input, T>(step: (input: Input) => Promise<T>) => {
      return async (input: Input): Promise<T> => {
        this.reads.drop(token);
        try {
          return await step(input);
        } finally {
          this.reads.drop(token);
        }
      };
    };
    return {
      listProductTypes: () => product('listProductTypes', (api) => api.listProductTypes()),
      getFormFields: (id) => product(`getFormFields ${id}`, (api) => api.getFormFields(id)),
      checkEligibility: () => request('checkEligibility', (api) => api.checkEligibility()),
      getCurrentBusinessRequest: (minimal) =>
        request(`getCurrentBusinessRequest ${minimal}`, (api) => api.getCurrentBusinessRequest(minimal)),
      listBusinessRequests: (slice) =>
        request(`listBusinessRequests ${slice.skipCount} ${slice.maxResultCount}`, (api) =>
          api.listBusinessRequests(slice),
        ),
      listBusinessRequestIds: (slice) =>
        request(
          `listBusinessRequestIds ${slice.skipCount} ${slice.maxResultCount}`,
          (api) => api.listBusinessRequestIds(slice),
          slice.forStatuses ? statusMaxAgeMs : requestsMaxAgeMs,
        ),
      getBusinessRequestById: (id) =>
        request(`getBusinessRequestById ${id}`, (api) => api.getBusinessRequestById(id)),
      createBusinessRequest: change((input) => own.createBusinessRequest(input)),
      stepRequestOtp: change((input) => own.stepRequestOtp(input)),
      stepReValidateLiveness: change((input) => own.stepReValidateLiveness(input)),
      stepValidateOtp: change((input) => own.stepValidateOtp(input)),
      stepValidatePayment: change((input) => own.stepValidatePayment(input)),
      generateSignContractLink: change((input) => own.generateSignContractLink(input)),
      openSigningSession: change((input) => own.openSigningSession(input)),
      login: change((input) => own.login(input)),
      // Its answer may be a stream, which has one reader.
      viewContractPdf: (requestId, securityHash) => own.viewContractPdf(requestId, securityHash),
    };
  }

  /** A call that others wait for outlives its first caller's signal, and is counted to whoever asked first. */
  private reader(caller: SharingCaller, token: string) {
    return async <T>(question: string, ages: Ages, isChangedByMutations: boolean, ask: Ask<T>) => {
      const { value, origin } = await this.reads.read({
        token,
        question,
        ...ages,
        isChangedByMutations,
        signal: caller.signal,
        ask: (signal) => ask(this.client.for({ ...caller, signal })),
        requestIdsOf,
        isKept: ({ kind }) => kind === 'accepted',
      });
      const [endpoint = question] = question.split(' ', 1);
      if (origin !== 'asked') caller.onSaved?.({ endpoint, origin });
      return value;
    };
  }
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

type Ages = Pick<Reading<unknown>, 'maxAgeMs' | 'keptForMs'>;
type Ask<T> = (api: VlensApi) => Promise<Answer<T>>;
