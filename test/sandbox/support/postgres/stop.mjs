/** After the tests that run on PostgreSQL. */
export default async function stop() {
  await globalThis.testPostgres?.stop();
}
