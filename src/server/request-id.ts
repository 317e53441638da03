/** The header with a request's id: in requests if a proxy chose one, and in all responses. */
export const REQUEST_ID_HEADER = 'x-request-id';

/** An id without letters may be a phone number or a national id, which must not reach any log. */
const WELL_FORMED = /^(?=.*[A-Za-z])[A-Za-z0-9._-]{8,64}$/;

/** The id from the request if it is well-formed, so that one id follows a request through every log; otherwise a new one. */
export function requestIdOf(header: string | string[] | undefined, newId: () => string): string {
  return isRequestId(header) ? header : newId();
}

/** Whether a header is a well-formed request id. */
export function isRequestId(header: string | string[] | undefined): header is string {
  return typeof header === 'string' && WELL_FORMED.test(header);
}
