import { type Dispatcher, Pool } from 'undici';
import type { Call } from './type-graphql-schema.js';

const pool = new Pool(String(process.env.UPSTREAM_URL), { connections: 128 });

const requestOf = (...[path, authorization, body]: Parameters<Call>): Dispatcher.DispatchOptions => ({
  path,
  method: body ? 'POST' : 'GET',
  headers: {
    ApiKey: 'bench',
    authorization: authorization ?? '',
    ...(body ? { 'content-type': 'application/json' } : {}),
  },
  body: body ? JSON.stringify(body) : null,
});

/** By undici's `request`. */
export const callOverUndici: Call = async (...args) => {
  const { body } = await pool.request(requestOf(...args) as Dispatcher.RequestOptions);
  return (await body.json()) as never;
};

/** By undici's `dispatch`, which makes no stream of the body: all of its bytes. */
export function dispatched(...args: Parameters<Call>): Promise<Buffer> {
  return new Promise((resolve, reject) => {
    const chunks: Buffer[] = [];
    pool.dispatch(requestOf(...args), {
      onRequestStart: () => {},
      onResponseStart: () => {},
      onResponseData: (_controller, chunk) => void chunks.push(chunk),
      onResponseEnd: () => resolve(chunks.length === 1 && chunks[0] ? chunks[0] : Buffer.concat(chunks)),
      onResponseError: (_controller, error) => reject(error),
    });
  });
}

export const callByDispatch: Call = async (...args) => JSON.parse((await dispatched(...args)).toString());
