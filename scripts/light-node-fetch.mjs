import { fileURLToPath } from 'node:url';

const STREAMS = JSON.stringify(fileURLToPath(new URL('node-fetch-streams.mjs', import.meta.url)));

/** For Jest: node-fetch with the streams that it has in the bundle. */
export default {
  process: (code) => ({ code: code.replaceAll("'node:stream'", STREAMS) }),
};
