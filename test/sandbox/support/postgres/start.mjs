import { startPostgres } from './server.mjs';

/** Before the tests that run on PostgreSQL: one server for all of them, which `stop.mjs` ends. */
export default async function start() {
  const server = await startPostgres();
  globalThis.testPostgres = server;
  process.env.TEST_POSTGRES = server.url;
}
