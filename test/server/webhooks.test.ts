import { afterEach, expect, it } from '@jest/globals';
import { ProcessBus } from '../../src/live/process-bus.js';
import { requestIdOf } from '../support/builders.js';
import { NOT_LIVE, startTestServer, type TestServer } from '../support/server.js';
import { aDelivery, deliver, WEBHOOK_SECRET } from '../support/webhook.js';
import { schemaOf, vlensWith } from './a-server.js';

let server: TestServer;
afterEach(() => server.close());

it('A webhook that could not be taken over is not answered 200, and is heard when it comes again', async () => {
  const bus = new ProcessBus();
  let isReady = false;
  const heard: string[] = [];
  bus.listen(({ requestId }) => {
    if (!isReady) throw new Error('Not yet: national id 29901011234567.');
    heard.push(requestId);
  });
  server = await startTestServer({
    schema: schemaOf('type Query { nothing: Int }'),
    createContext: () => ({}),
    vlens: vlensWith({}),
    env: { WEBHOOK_SECRET },
    live: { ...NOT_LIVE, takeOver: (hint) => bus.publish(hint) },
  });
  const delivery = aDelivery(requestIdOf(1), 'Approved');
  expect(await deliver(server.url, delivery)).toBe(500);
  isReady = true;
  expect(await deliver(server.url, { ...delivery, Attempt: 2 })).toBe(200);
  expect(await deliver(server.url, { ...delivery, Attempt: 3 })).toBe(200);
  expect(heard).toEqual([requestIdOf(1)]);
  expect(JSON.stringify(server.logs)).not.toContain('29901011234567');
});
