import { fileURLToPath } from 'node:url';
import { requestIdOf } from '../counting-upstream.mjs';
import { post, startProcess } from './process.mjs';

const MAIN = fileURLToPath(new URL('../../../dist/gateway/main.js', import.meta.url));
const MOMENT = 'geoLocation: { latitude: 30, longitude: 31 }, userDeviceUtcTime: "2026-11-23T12:00:00Z"';
const ids = (count) => Array.from({ length: count }, (_, number) => requestIdOf(number));

/** This gateway as shipped, with its default settings. */
export const gateway = {
  name: 'this gateway',
  async start(upstreamUrl) {
    const served = await startProcess(() => [MAIN], {
      env: {
        NODE_ENV: 'production',
        VLENS_API_URL: upstreamUrl,
        VLENS_API_KEY: 'bench',
        LOG_LEVEL: 'silent',
      },
    });
    const ask = async (query, token) => {
      const { body, ms } = await post(served.url, query, token);
      const code = body.errors?.[0]?.extensions.code;
      return { ms, outcome: code === 'RATE_LIMITED' ? 'limited' : code ? 'failed' : 'answered' };
    };
    return {
      close: served.close,
      statuses: (count, token) =>
        ask(`{ businessRequestsByIds(ids: ${JSON.stringify(ids(count))}) { status } }`, token),
      list: (count, token) => ask(`{ businessRequests(first: ${count}) { nodes { id status } } }`, token),
      listWithForms: (count, token) =>
        ask(`{ businessRequests(first: ${count}) { nodes { id status formFields { key value } } } }`, token),
      mixed: (count, token) => ask(`{ ${ids(count).map(mixedField).join(' ')} }`, token),
      poll: (token) => ask(`{ businessRequest(id: "${requestIdOf(1)}") { status } }`, token),
      sign: (token) =>
        ask(
          `mutation { requestActivationOtp(input: { requestId: "${requestIdOf(1)}", ${MOMENT} }) { __typename } }`,
          token,
        ),
    };
  },
};

function mixedField(id, index) {
  return `r${index}: businessRequest(id: "${id}") { ${index % 2 ? 'status' : 'status documents { title }'} }`;
}
