/**
 * The forms in which different versions of Vlens give the same answer. `current` is the reference of docs.vlenseg.com; `older` has the forms of
 * didoc and didocv2; `sdk` is what the published SDKs expect: errors as HTTP statuses too, and 0 for none.
 */
export const DIALECTS = ['current', 'older', 'sdk'] as const;
export type Dialect = (typeof DIALECTS)[number];

export interface EnvelopeAnswer {
  status: number;
  body: { data: unknown; error_code: number | null; error_message: string | null };
}

/** What the sandbox answers under `/api`, as this dialect has it. `path` is the route's. */
export function inDialect(dialect: Dialect, path: string, answer: EnvelopeAnswer): EnvelopeAnswer {
  const { status, body } = answer;
  const isAccepted = status === 200 && body.error_code === null;
  if (dialect === 'older') return { status, body: olderForm(path, body) };
  if (dialect === 'sdk') {
    if (isAccepted) return { status, body: { ...body, error_code: 0 } };
    return { status: status === 200 ? statusOf(body.error_code) : status, body };
  }
  if (!isAccepted) return answer;
  // The two operations whose examples show success so.
  if (path.endsWith('/GetStepImage')) return { status, body: { ...body, error_code: 0 } };
  return path.endsWith('/StepReValidateLiveness')
    ? { status, body: { ...body, error_code: 0, error_message: '' } }
    : answer;
}

/** Activate's forms: liveness is a flag and no error, and where to pay is in an object. */
function olderForm(path: string, body: EnvelopeAnswer['body']): EnvelopeAnswer['body'] {
  const { data } = body;
  if ('services' in body) return withOlderServices(body);
  if (path.endsWith('/StepRequestOtp') && typeof data === 'object' && data !== null && needs(data))
    return { ...body, error_code: null, error_message: null };
  if (path.endsWith('/StepValidateOtp') && typeof data === 'string' && /^https?:/.test(data))
    return { ...body, data: { isActive: false, isValidPayment: false, paymentLink: data } };
  return body;
}

/** Written with a capital then, and within it too. */
function withOlderServices(body: EnvelopeAnswer['body'] & { services?: unknown }): EnvelopeAnswer['body'] {
  const { services, ...others } = body;
  if (typeof services !== 'object' || services === null) return body;
  const renamed = Object.entries(services).map(([key, value]) => [
    key === 'validations' ? 'Validations' : key,
    value,
  ]);
  return { ...others, Services: Object.fromEntries(renamed) } as EnvelopeAnswer['body'];
}

function needs(data: object): boolean {
  return 'needsReValidate' in data && data.needsReValidate === true;
}

/** 422 has a code of Vlens's own in the body (didocv2, error-codes). */
function statusOf(code: number | null): number {
  return code !== null && [400, 401, 403, 415, 500].includes(code) ? code : 422;
}

/** A moment as .NET writes it, with seven decimals. */
export function netDate(iso: string): string {
  return iso.replace(/Z$/, '0000Z');
}
