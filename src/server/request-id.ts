/** The header that carries a request's id in, where a proxy chose one, and out. */
export const REQUEST_ID_HEADER = 'x-request-id';

/** Digits alone may be a phone number or a national id, which must reach no log. */
const WELL_FORMED = /^(?=.*[A-Za-z])[A-Za-z0-9._-]{8,64}$/;

/** The id that the caller sent where it is well-formed, so that one id follows a request through every log. */
export function requestIdOf(header: string | string[] | undefined, newId: () => string): string {
  return isRequestId(header) ? header : newId();
}

/** Whether it may be a request's id. */
export function isRequestId(header: string | string[] | undefined): header is string {
  return typeof header === 'string' && WELL_FORMED.test(header);
}
