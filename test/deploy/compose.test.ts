import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { readSettings, SETTINGS } from '../../sandbox/src/settings.js';
import { SAMPLE_TENANT } from '../../sandbox/src/store/seed.js';
import { readConfig } from '../../src/config/config.js';
import { isSettingName } from '../../src/config/settings.js';
import { gracePeriodMs } from '../../src/server/shutdown/shutdown.js';
import { ROOT } from '../support/root.js';
import { COMPOSE, services } from './compose-services.js';
import { describeWithLinters, LINTERS } from './kubernetes-objects.js';

const DOCKERFILE = readFileSync(join(ROOT, 'Dockerfile'), 'utf8');
const GIVEN = {
  STATE_SECRET: 'a state secret that is only for tests',
  POSTGRES_PASSWORD: 'secret',
  REDIS_PASSWORD: 'f00d',
};
const all = services(GIVEN);
const named = Object.entries(all);
const { gateway, router, sandbox } = all;

describeWithLinters('The file of Compose', () => {
  it('has nothing that its linter refuses but the order of keys', () => {
    const orders = ['service-keys-order', 'services-alphabetical-order', 'top-level-properties-order'];
    const { status, stdout, stderr } = spawnSync(
      join(LINTERS, 'node_modules/.bin/dclint'),
      [COMPOSE, '--max-warnings', '0', ...orders.flatMap((rule) => ['--disable-rule', rule])],
      { encoding: 'utf8' },
    );
    expect([status, stdout + stderr]).toEqual([0, expect.anything()]);
  });
});

describe('The file of Compose', () => {
  it('holds no secret, and says what to write where one is missing', () => {
    expect(() => services({ ...GIVEN, STATE_SECRET: '' })).toThrow('write at least 32 random characters');
    expect(() => services({ ...GIVEN, POSTGRES_PASSWORD: '' })).toThrow('write a password');
    expect(() => services({ ...GIVEN, REDIS_PASSWORD: '' })).toThrow('write a password');
    const text = readFileSync(COMPOSE, 'utf8');
    const secrets = [...text.matchAll(/^ +\w*(?:KEY|SECRET|PASSWORD)\w*: (.*)$/gm)];
    expect(secrets.length).toBeGreaterThan(2);
    for (const [, value = ''] of secrets) expect(value).toMatch(/^\$\{/);
  });

  it.each(named)('locks %s in, within a limit, at ports that only this machine reaches', (_, service) => {
    expect(service).toMatchObject({
      read_only: true,
      cap_drop: ['ALL'],
      security_opt: ['no-new-privileges:true'],
    });
    expect(service.deploy.resources.limits.memory).toMatch(/^\d+M$/);
    for (const port of service.ports) expect(port).toMatch(/^127\.0\.0\.1:/);
  });

  it.each(named)('starts %s from an image of one version, when what it needs is well', (_, service) => {
    expect(service.image).toMatch(/^[a-z-]+:\d+\.\d+(\.\d+)?(-bookworm)?$/);
    const stage = DOCKERFILE.split(/^FROM /m).find((text) => text.includes(` AS ${service.build?.target}\n`));
    if (service.build) expect(stage).toContain('HEALTHCHECK');
    else expect(service.healthcheck?.test[0]).toBe('CMD');
    for (const [name, { condition }] of Object.entries(service.depends_on)) {
      expect([name in all, condition]).toEqual([true, 'service_healthy']);
    }
  });

  it('gives the gateway and the sandbox settings that they know and can start with', () => {
    const ofGateway = gateway?.environment ?? {};
    const others = Object.keys(ofGateway).filter((name) => !isSettingName(name));
    expect(others).toEqual(['NODE_OPTIONS']);
    expect(readConfig(ofGateway)).toMatchObject({ federation: true, trustProxy: 1, production: false });
    const ofSandbox = sandbox?.environment ?? {};
    expect(Object.keys(ofSandbox).filter((name) => !(name in SETTINGS.shape))).toEqual([]);
    expect(readSettings(ofSandbox).databaseUrl).toBe('postgres://vlens:secret@postgres:5432/vlens');
  });

  it('lets the sandbox write to the temporary folder, where its fonts go before it looks at a picture', () => {
    expect(sandbox).toMatchObject({ read_only: true, tmpfs: ['/tmp'] });
  });

  it('starts no gateway before the real Vlens with the sandbox’s ApiKey', () => {
    const { environment } = services({ ...GIVEN, VLENS_API_URL: 'https://api.vlenseg.com' }).gateway ?? {};
    expect(() => readConfig({ ...environment })).toThrow(/^VLENS_API_KEY is the sandbox’s own, /);
    expect(SAMPLE_TENANT.apiKey).toBe(environment?.VLENS_API_KEY);
  });

  it('tells each of the gateways how many there are, and gives a signing step its time', () => {
    expect(gateway?.environment.MAX_REPLICAS).toBe(String(gateway?.deploy.replicas));
    const seconds = Number(gateway?.stop_grace_period?.replace('s', ''));
    const config = readConfig({ ...gateway?.environment });
    expect(seconds * 1000).toBe(gracePeriodMs(config));
    const ofRouter = Number(router?.stop_grace_period?.replace('s', ''));
    expect(ofRouter * 1000).toBeGreaterThan(5 * config.upstreamTimeoutMs);
  });

  it('opens the ports that the images listen at, and names who is there', () => {
    for (const service of [gateway, router, sandbox]) {
      const port = service?.ports[0]?.split(':').at(-1);
      const stage = DOCKERFILE.split(/^FROM /m).find((text) =>
        text.includes(` AS ${service?.build?.target}\n`),
      );
      expect(stage).toContain(`EXPOSE ${port}\n`);
    }
    expect(DOCKERFILE).toContain('"vlens=http://gateway:4000/graphql=vlens.graphql"');
    const addresses = [gateway?.environment.REDIS_URL, gateway?.environment.VLENS_API_URL];
    expect(addresses).toEqual(['redis://:f00d@redis:6379', 'http://sandbox:4001']);
    for (const [one, other] of [
      ['router', 'gateway'],
      ['gateway', 'redis'],
      ['gateway', 'sandbox'],
      ['sandbox', 'postgres'],
    ] as const) {
      const shared = all[one]?.networks.filter((network) => all[other]?.networks.includes(network));
      expect([one, other, shared?.length]).toEqual([one, other, expect.any(Number)]);
      expect(shared).not.toEqual([]);
    }
  });
});
