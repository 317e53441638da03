import { requestIdOf } from '../counting-upstream.mjs';

const BASE = '/api/BusinessRequest';
const ids = (count) => Array.from({ length: count }, (_, number) => requestIdOf(number));

/** A frontend written by hand against REST, component by component: each fetches what it shows, when it shows it. */
export const restFrontend = {
  name: 'REST by hand',
  async start(upstreamUrl) {
    const call = async (path, token, method = 'GET') => {
      const startedAt = performance.now();
      const response = await fetch(`${upstreamUrl}${BASE}/${path}`, {
        method,
        headers: { apikey: 'bench', authorization: `Bearer ${token}`, 'content-type': 'application/json' },
        ...(method === 'POST' ? { body: '{}' } : {}),
      });
      await response.arrayBuffer();
      return { ms: performance.now() - startedAt, outcome: response.ok ? 'answered' : 'refused' };
    };
    const byId = (count, token) =>
      Promise.all(ids(count).map((id) => call(`GetBusinessRequestById/${id}`, token)));
    return {
      close: async () => {},
      statuses: byId,
      list: (count, token) => call(`CurrentListIds?MaxResultCount=${count}`, token),
      listWithForms: (count, token) => call(`CurrentList?MaxResultCount=${count}`, token),
      mixed: byId,
      poll: (token) => call('CurrentListIds?MaxResultCount=100', token),
      sign: (token) => call('CustomerSign/StepRequestOtp', token, 'POST'),
    };
  },
};
