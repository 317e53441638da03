import type { operations, paths } from '../openapi/vlens.js';

/** An operation of the contract, by its operationId. */
export type Endpoint = keyof operations;

/** What a call of an endpoint carries, as the contract names it. */
export interface Parts<E extends Endpoint> {
  path?: operations[E]['parameters']['path'];
  query?: operations[E]['parameters']['query'];
  body?: JsonBody<operations[E]>;
}

type JsonBody<O> = O extends { requestBody: { content: { 'application/json': infer Body } } } ? Body : never;

interface Route {
  method: 'GET' | 'POST';
  path: keyof paths;
  /** Whether Vlens answers without the caller's token. A browser knows of a contract's link only its hash. */
  withoutToken?: true;
  /** Whether it gives a token: an old one, which may be over, must not stand in its way. */
  signsIn?: true;
}

export const ROUTES: Readonly<Record<Endpoint, Route>> = {
  listProductTypes: { method: 'GET', path: '/api/BusinessRequest/GetAllRequestTypes' },
  getFormFields: { method: 'GET', path: '/api/BusinessRequest/GetBusinessRequestTypeTemplateFields' },
  checkEligibility: { method: 'GET', path: '/api/BusinessRequest/CheckEligibility' },
  createBusinessRequest: { method: 'POST', path: '/api/BusinessRequest/Create/{typeId}' },
  getCurrentBusinessRequest: { method: 'GET', path: '/api/BusinessRequest/Current' },
  listBusinessRequests: { method: 'GET', path: '/api/BusinessRequest/CurrentList' },
  listBusinessRequestIds: { method: 'GET', path: '/api/BusinessRequest/CurrentListIds' },
  getBusinessRequestById: { method: 'GET', path: '/api/BusinessRequest/GetBusinessRequestById/{id}' },
  stepRequestOtp: { method: 'POST', path: '/api/BusinessRequest/CustomerSign/StepRequestOtp' },
  stepReValidateLiveness: {
    method: 'POST',
    path: '/api/BusinessRequest/CustomerSign/StepReValidateLiveness',
  },
  stepValidateOtp: { method: 'POST', path: '/api/BusinessRequest/CustomerSign/StepValidateOtp' },
  stepValidatePayment: { method: 'POST', path: '/api/BusinessRequest/CustomerSign/StepValidatePayment' },
  generateSignContractLink: { method: 'POST', path: '/api/BusinessRequest/GenerateSignContractLink' },
  viewContractPdf: { method: 'GET', path: '/api/BusinessRequest/ViewContractPdf', withoutToken: true },
  openSigningSession: {
    method: 'POST',
    path: '/api/BusinessRequest/OpenSigningSession',
    withoutToken: true,
    signsIn: true,
  },
  login: { method: 'POST', path: '/api/DigitalIdentity/Login', withoutToken: true, signsIn: true },
};

/** The address of a call under `baseUrl`, which may hold a path of its own and end in a slash. */
export function urlOf<E extends Endpoint>(baseUrl: string, endpoint: E, { path, query }: Parts<E>): string {
  const values = new Map<string, unknown>(Object.entries(path ?? {}));
  const filled = ROUTES[endpoint].path.replace(/\{(\w+)\}/g, (_, name: string) => encoded(values.get(name)));
  const asked = Object.entries(query ?? {}).map(([name, value]) => `${name}=${encoded(value)}`);
  return `${baseUrl.replace(/\/+$/, '')}${filled}${asked.length > 0 ? `?${asked.join('&')}` : ''}`;
}

/** Half a surrogate pair can't be encoded, and a client may send one. */
function encoded(value: unknown): string {
  return encodeURIComponent(String(value).toWellFormed());
}
