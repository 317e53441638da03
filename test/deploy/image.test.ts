import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { chmod, mkdtemp, readdir, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { DockerfileParser } from 'dockerfile-ast';
import { validate } from 'dockerfile-utils';
import { freePort } from '../../tools/soak/free-port.js';
import { describeWithRouter } from '../federation/router-process.js';
import { envelope, REQUEST_ID } from '../support/builders.js';
import { FakeUpstream } from '../support/fake-upstream.js';
import { describeWithRedis, RedisProcess } from '../support/redis-process.js';
import { ROOT } from '../support/root.js';
import { until } from '../support/until.js';
import { DockerfileSteps, type Image } from './image-steps.js';
import { baseContainer, baseEnvironment, KUBERNETES } from './kubernetes-objects.js';
import { isRoot, RunningImage } from './running-image.js';

const TEXT = readFileSync(join(ROOT, 'Dockerfile'), 'utf8');
const dockerfile = DockerfileParser.parse(TEXT);
const MIB = 1024 * 1024;

let steps: DockerfileSteps;
let upstream: FakeUpstream;
beforeAll(async () => {
  upstream = await FakeUpstream.start();
  upstream.answer('listBusinessRequests', { body: envelope([{ id: REQUEST_ID, requeststatus: 2 }]) });
  steps = await DockerfileSteps.take();
}, 300_000);
afterAll(async () => {
  await steps?.remove();
  await upstream.close();
});

describe('The Dockerfile', () => {
  it('has nothing that its linter refuses', () => {
    expect(validate(TEXT).map(({ message, range }) => `${range.start.line + 1}: ${message}`)).toEqual([]);
  });

  it('takes every base by its whole version, and nothing else from outside', () => {
    const [node] = dockerfile.getInitialARGs().map((arg) => arg.getProperty()?.getValue());
    expect(node).toMatch(/^24\.\d+\.\d+-bookworm-slim$/);
    for (const from of dockerfile.getFROMs()) expect(from.getImage()).toMatch(/^node:\$\{NODE\}$/);
    expect(dockerfile.getInstructions().map((each) => each.getKeyword())).not.toContain('ADD');
  });

  it('holds no secret, nor takes one while it builds', () => {
    const named = dockerfile.getInstructions().filter((each) => /^(ARG|ENV)$/.test(each.getKeyword()));
    expect(named.map(String).filter((text) => /KEY|SECRET|TOKEN|PASSWORD/.test(text))).toEqual([]);
    expect(TEXT).not.toMatch(/--mount=type=secret/);
  });

  it('lets only sources in', () => {
    const [first, ...lines] = readFileSync(join(ROOT, '.dockerignore'), 'utf8')
      .split('\n')
      .filter((line) => line && !line.startsWith('#'));
    expect(first).toBe('*');
    const allowed = lines.filter((line) => line.startsWith('!'));
    expect(allowed.filter((line) => !/^!(\.npmrc|[\w-]+(\.json)?|deploy\/router)$/.test(line))).toEqual([]);
  });

  it('makes images that run as a numbered user who is not root, and stop on SIGTERM', () => {
    for (const name of ['gateway', 'sandbox', 'router']) {
      expect(steps.image(name).user).toMatch(/^[1-9]\d*:[1-9]\d*$/);
      expect(steps.image(name).command[0]).toBe('node');
    }
    expect(TEXT.match(/^STOPSIGNAL SIGTERM$/gm)).toHaveLength(3);
  });
});

describe('The gateway’s image', () => {
  it('is a few files that bring their libraries, and little to pull', async () => {
    const { root } = steps.image('gateway');
    const files = await readdir(root, { recursive: true });
    const beside = 'app/dist/gateway/node_modules/';
    expect(files.filter((file) => /(^|\/)node_modules\//.test(file) && !file.startsWith(beside))).toEqual([]);
    // What may not be mixed with our own files, what a process must not have twice, and what brings a binary.
    for (const name of ['@apollo/subgraph', 'graphql', 'classic-level', 'node-gyp-build', 'wasm-vips']) {
      expect(files).toContain(`${beside}${name}/package.json`);
    }
    expect(files.filter((file) => /\.(cc|h|gyp|d\.ts)$/.test(file))).toEqual([]);
    const sizes = await Promise.all(files.map(async (file) => (await stat(join(root, file))).size));
    expect(sizes.reduce((sum, size) => sum + size, 0)).toBeLessThan(38 * MIB);
  });

  it(`serves and stops in a folder that it may not write to${isRoot ? '' : ' (left out: only root can become its user)'}`, async () => {
    await running(steps.image('gateway'), {}, async (url) => {
      expect(await asked(url, '{ businessRequests(first: 1) { nodes { id status } } }')).toEqual({
        data: { businessRequests: { nodes: [{ id: REQUEST_ID, status: 'APPROVED' }] } },
      });
      const page = await fetch(`${url}/sign`);
      expect([page.status, page.headers.get('content-type')]).toEqual([200, expect.stringMatching(/html/)]);
    });
  });

  it('remembers over a restart what became of a step under a key', async () => {
    const state = await mkdtemp(join(tmpdir(), 'state-'));
    await chmod(state, 0o777);
    const step = `mutation { validateActivationOtp(input: { idempotencyKey: "${randomUUID()}", requestId: "${REQUEST_ID}",
      otpRequestId: "o-1", otpCode: "123456", geoLocation: { latitude: 30, longitude: 31 },
      userDeviceUtcTime: "2026-11-23T12:00:00Z" }) { __typename } }`;
    const before = upstream.calls('stepValidateOtp').length;
    for (let start = 0; start < 2; start += 1) {
      await running(steps.image('gateway'), { STATE_FOLDER: state }, async (url) => {
        const done = { data: { validateActivationOtp: { __typename: 'ActivationOtpValidated' } } };
        expect(await asked(url, step)).toEqual(done);
      });
    }
    expect(upstream.calls('stepValidateOtp').length - before).toBe(1);
    await rm(state, { recursive: true });
  });

  it('is a subgraph where it is told so', async () => {
    await running(steps.image('gateway'), { FEDERATION: 'true', INTROSPECTION: 'true' }, async (url) => {
      const query = `{
        _service { sdl }
        _entities(representations: [{ __typename: "BusinessRequest", id: "${REQUEST_ID}" }]) {
          ... on BusinessRequest { status }
        }
      }`;
      expect(await asked(url, query)).toEqual({
        data: {
          _service: { sdl: expect.stringContaining('@key(fields: "id")') },
          _entities: [{ status: 'APPROVED' }],
        },
      });
    });
  });

  it('shows the explorer and takes documents by id where it is told so', async () => {
    const manifest = 'client/src/generated/persisted-documents.json';
    await running(steps.image('gateway'), { EXPLORERS: 'true', TRUSTED_DOCUMENTS: manifest }, async (url) => {
      expect(await (await fetch(`${url}/explorer/tabs.json`)).json()).toContainEqual(
        expect.objectContaining({ document: expect.stringContaining('mutation LogIn') }),
      );
      for (const path of ['/explorer', '/explorer/library/graphiql.min.js']) {
        expect([path, (await fetch(url + path)).status]).toEqual([path, 200]);
      }
    });
  });

  it.each(['production', 'development'])(
    'says what is missing where it is told of no Vlens, in %s',
    async (NODE_ENV) => {
      const { code, text } = await RunningImage.end(steps.image('gateway'), { NODE_ENV });
      expect([code, text]).toEqual([1, expect.stringMatching(/^VLENS_API_URL is missing; .*\n$/)]);
    },
  );
});

describe('The gateway’s image as the Deployment runs it', () => {
  const { startupProbe, readinessProbe, livenessProbe } = baseContainer();

  it('answers the probes, and sees a signing step to its end when its pod goes', async () => {
    const liveSettings = join(KUBERNETES, 'base/live-settings.env');
    const secrets = { VLENS_API_KEY: 'test-api-key', STATE_SECRET: 'a state secret that is only for tests' };
    const manifest = { ...baseEnvironment(secrets), CONFIG_FILE: liveSettings };
    let isSent = false;
    upstream.answer('stepValidateOtp', () => {
      isSent = true;
      return { delayMs: 1000, body: envelope('Done.') };
    });
    let step: Promise<unknown> = Promise.resolve();
    await running(steps.image('gateway'), { ...manifest, ...ownAddresses(await freePort()) }, async (url) => {
      for (const { httpGet } of [startupProbe, readinessProbe, livenessProbe]) {
        expect([httpGet.path, (await fetch(url + httpGet.path)).status]).toEqual([httpGet.path, 200]);
      }
      step = asked(
        url,
        `mutation { validateActivationOtp(input: { requestId: "${REQUEST_ID}", otpRequestId: "o-1", otpCode: "123456",
          geoLocation: { latitude: 30, longitude: 31 }, userDeviceUtcTime: "2026-11-23T12:00:00Z" }) { __typename } }`,
      );
      await until(() => isSent);
    });
    expect(await step).toEqual({ data: { validateActivationOtp: { __typename: 'ActivationOtpValidated' } } });
  });
});

describeWithRedis('Beside a Redis', () => {
  it('the gateway’s image brings what it needs to speak to it', async () => {
    const redis = await RedisProcess.start();
    try {
      const env = { REDIS_URL: redis.url, STATE_SECRET: 'a state secret that is only for tests' };
      await running(steps.image('gateway'), env, async (url) => {
        const answer = await fetch(`${url}/health/ready`);
        expect(await answer.json()).toMatchObject({ status: 'ready', redis: 'up' });
      });
    } finally {
      await redis.kill();
    }
  });
});

describe('The sandbox’s image', () => {
  it('takes the place of Vlens for the gateway’s', async () => {
    const port = String(await freePort());
    // As the one who runs the tests: what is installed here may be theirs alone.
    const sandbox = await RunningImage.start(steps.image('sandbox'), { SANDBOX_PORT: port }, {});
    const env = { VLENS_API_URL: `http://127.0.0.1:${port}`, VLENS_API_KEY: 'sandbox-api-key' };
    const logIn = `mutation { login(input: { phoneNumber: "+201000000001", password: "Cairo-2026!",
      deviceId: "cairo-phone", geoLocation: { latitude: 30.0444, longitude: 31.2357 } }) {
        ... on Session { user { fullName } } } }`;
    await running(steps.image('gateway'), env, async (url) => {
      expect(await asked(url, logIn)).toEqual({ data: { login: { user: { fullName: 'Ahmed Mohamed' } } } });
    });
    expect((await sandbox.stop()).code).toBe(0);
  });
});

describeWithRouter('The router’s image', () => {
  it('composes the gateway’s as it is, and passes a caller on to it', async () => {
    const port = String(await freePort());
    const env = { FEDERATION: 'true', INTROSPECTION: '' };
    await running(steps.image('gateway'), env, async (url) => {
      const image = steps.image('router');
      const command = image.command.map((word) => word.replace('http://gateway:4000', url));
      const router = await RunningImage.start({ ...image, command }, { PORT: port }, {});
      const query = '{ businessRequests(first: 1) { nodes { id status } } }';
      expect(await asked(`http://127.0.0.1:${port}`, query)).toEqual({
        data: { businessRequests: { nodes: [{ id: REQUEST_ID, status: 'APPROVED' }] } },
      });
      expect((await router.stop()).code).toBe(0);
    });
  });
});

/** Runs the image before the fake upstream while something is asked of it; then it must end as an engine ends it. */
async function running(
  image: Image,
  given: Record<string, string>,
  ask: (url: string) => Promise<void>,
): Promise<void> {
  const env = { ...ownAddresses(await freePort()), VLENS_API_KEY: 'test-api-key', ...given };
  const container = await RunningImage.start(image, env);
  try {
    await ask(`http://127.0.0.1:${env.PORT}`);
  } finally {
    expect((await container.stop()).code).toBe(0);
  }
}

const ownAddresses = (port: number) => ({ PORT: String(port), VLENS_API_URL: upstream.url });

async function asked(url: string, query: string): Promise<unknown> {
  const response = await fetch(`${url}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: 'Bearer user-token' },
    body: JSON.stringify({ query }),
  });
  return response.json();
}
