import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { type AddressInfo, connect, createServer, type Server, type Socket } from 'node:net';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { Redis } from 'ioredis';
import { envelope, REQUEST_ID } from '../support/builders.js';
import { FakeUpstream } from '../support/fake-upstream.js';
import { startTestGateway } from '../support/gateway.js';
import { held } from '../support/held.js';
import { describeWithRedis, RedisProcess } from '../support/redis-process.js';
import type { TestServer } from '../support/server.js';
import { until } from '../support/until.js';

/** The address that stays while the server behind it is another one: what DNS or a managed service does in a failover. */
class Address {
  private readonly sockets = new Set<Socket>();
  private constructor(
    private readonly server: Server,
    private target: string,
  ) {
    server.on('connection', (client) => {
      const upstream = connect(Number(new URL(this.target).port), '127.0.0.1');
      for (const [from, to] of [
        [client, upstream],
        [upstream, client],
      ] as const) {
        this.sockets.add(from);
        from.on('error', () => {}).on('close', () => to.destroy());
        from.pipe(to);
      }
    });
  }

  static async of(redis: RedisProcess): Promise<Address> {
    const server = createServer().listen(0, '127.0.0.1');
    await once(server, 'listening');
    return new Address(server, redis.url);
  }

  get url(): string {
    return `redis://127.0.0.1:${(this.server.address() as AddressInfo).port}`;
  }

  moveTo(redis: RedisProcess): void {
    this.target = redis.url;
    for (const socket of this.sockets) socket.destroy();
    this.sockets.clear();
  }

  close(): void {
    this.server.close();
    for (const socket of this.sockets) socket.destroy();
  }
}

const validate = (gateway: TestServer, idempotencyKey: string) =>
  gateway.query(
    `mutation ($input: ValidateActivationOtpInput!) { validateActivationOtp(input: $input) {
      __typename ... on ActivationOtpValidated { message } } }`,
    {
      input: {
        geoLocation: { latitude: 30, longitude: 31 },
        userDeviceUtcTime: '2026-11-23T12:00:00Z',
        requestId: REQUEST_ID,
        otpRequestId: 'o-1',
        otpCode: '123456',
        idempotencyKey,
      },
    },
    { token: 'user-token' },
  );
const problemsOf = async ({ url }: TestServer): Promise<string> =>
  (await fetch(`${url}/health/ready`)).text();

describeWithRedis('Two replicas whose Redis fails over to a replica that lacks the last writes', () => {
  let upstream: FakeUpstream;
  let primary: RedisProcess;
  let replica: RedisProcess;
  let ofReplica: Redis;
  let address: Address;
  let a: TestServer;
  let b: TestServer;
  beforeAll(async () => {
    [upstream, primary, replica] = await Promise.all([
      FakeUpstream.start(),
      RedisProcess.start(),
      RedisProcess.start(),
    ]);
    ofReplica = new Redis(replica.url);
    await ofReplica.replicaof('127.0.0.1', Number(new URL(primary.url).port));
    await until(async () => (await ofReplica.info('replication')).includes('master_link_status:up'));
    address = await Address.of(primary);
    const env = {
      REDIS_URL: address.url,
      STATE_SECRET: 'a secret of at least 32 characters',
      // A busy machine holds it up.
      REDIS_TIMEOUT_MS: '2000',
    };
    a = await startTestGateway({ vlensUrl: upstream.url, env });
    b = await startTestGateway({ vlensUrl: upstream.url, env });
  }, 120_000);
  afterAll(async () => {
    await Promise.all([a.close(), b.close()]);
    address.close();
    ofReplica.disconnect();
    await upstream.close();
    await Promise.all([primary.kill(), replica.kill()]);
  });
  const sent = () => upstream.calls('stepValidateOtp').length;

  it('send no step twice, and lose no answer', async () => {
    const [early, late, underWay] = [randomUUID(), randomUUID(), randomUUID()];
    upstream.answer('stepValidateOtp', { body: envelope('Early.') });
    await validate(a, early);
    await until(async () => (await ofReplica.keys('*:step:*')).length === 1);
    // Cut off from its primary, it stays a replica and misses what comes now.
    await ofReplica.replicaof('127.0.0.1', 1);
    upstream.answer('stepValidateOtp', { body: envelope('Late.') });
    await validate(a, late);
    const [released, release] = held();
    upstream.answer('stepValidateOtp', { until: released, body: envelope('Under way.') });
    const slow = validate(a, underWay);
    await until(() => sent() === 3);
    upstream.answer('stepValidateOtp', { body: envelope('Sent again.') });

    await primary.kill();
    address.moveTo(replica);
    await until(async () => (await problemsOf(b)).includes('READONLY'));
    const waiting = await validate(b, randomUUID());
    expect(waiting.body.errors?.[0]?.message).toContain('Nothing was sent');
    release();
    await ofReplica.replicaof('NO', 'ONE');

    for (const [key, message] of [
      [late, 'Late.'],
      [underWay, 'Under way.'],
      [early, 'Early.'],
    ] as const) {
      await until(async () => {
        const { errors, data } = (await validate(b, key)).body;
        if (errors) {
          expect(errors[0]?.message).toContain('Nothing was sent');
          return false;
        }
        expect(data).toMatchObject({ validateActivationOtp: { message } });
        return true;
      });
    }
    expect((await slow).body.data).toMatchObject({ validateActivationOtp: { message: 'Under way.' } });
    expect(sent()).toBe(3);
    await until(async () => (await validate(b, randomUUID())).body.errors === undefined);
    expect(sent()).toBe(4);
  }, 120_000);
});
