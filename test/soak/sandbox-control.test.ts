import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, expect, it } from '@jest/globals';
import { Secrets } from '../../tools/soak/leaks.js';
import { SandboxControl } from '../../tools/soak/sandbox-control.js';

let status: number;
let sandbox: Server;
let control: SandboxControl;
beforeEach(async () => {
  sandbox = createServer((request, response) => {
    request.resume().on('end', () => response.writeHead(status).end('{}'));
  });
  await once(sandbox.listen(0, '127.0.0.1'), 'listening');
  control = new SandboxControl(`http://127.0.0.1:${(sandbox.address() as AddressInfo).port}`, new Secrets());
});
afterEach(async () => {
  sandbox.closeAllConnections();
  await once(sandbox.close(), 'close');
});

it('A soak does not go on without the quota and the clock that it was to have', async () => {
  status = 400;
  await expect(control.setQuota(10, 300)).rejects.toThrow('The sandbox refused POST /sandbox/tenant.');
  await expect(control.advanceClock(601)).rejects.toThrow('The sandbox refused POST /sandbox/clock.');
  status = 200;
  await control.setQuota(10, 300);
  await control.advanceClock(601);
});

it('A payment or a rejection that the sandbox refuses is none, and no end of the soak', async () => {
  status = 409;
  await control.pay('r-1');
  await control.reject('r-1');
});
