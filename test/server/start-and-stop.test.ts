import { spawnSync } from 'node:child_process';
import { describe, expect, it } from '@jest/globals';
import { banner } from '../../sandbox/src/banner.js';
import { gatewayBanner, type SampleSignIn, sampleLogin } from '../../src/banner.js';
import { ConfigError } from '../../src/config/config-error.js';
import { explanation } from '../../src/start-and-stop.js';

const listens = { portSetting: 'SANDBOX_PORT', port: 4001 };
const systemError = (code: string, syscall?: string) => Object.assign(new Error('MARKED'), { code, syscall });

describe('a start that can’t go on', () => {
  it('because the port is taken names its setting and another port', () => {
    expect(explanation(systemError('EADDRINUSE'), listens)).toBe(
      'Port 4001 is taken by another process; end that one, or set SANDBOX_PORT to a free port, e.g. SANDBOX_PORT=4011.',
    );
  });

  it.each([
    ['EACCES', 'SANDBOX_PORT', 'listen'],
    ['EADDRNOTAVAIL', 'HOST', 'listen'],
    ['EINVAL', 'HOST', 'listen'],
    ['ENOTFOUND', 'HOST', 'getaddrinfo'],
    ['EAI_AGAIN', 'HOST', 'getaddrinfo'],
  ])('because of %s names %s', (code, setting, syscall) => {
    expect(explanation(systemError(code, syscall), listens)).toContain(setting);
  });

  it('because of a setting says that setting’s sentence', () => {
    expect(explanation(new ConfigError('PORT is not a port.'))).toBe('PORT is not a port.');
  });

  it('says the sentence of what was started, where that has one', () => {
    class DatabaseInUse extends Error {}
    const starting = { ...listens, ownErrors: DatabaseInUse };
    expect(explanation(new DatabaseInUse('Another sandbox has this database open.'), starting)).toBe(
      'Another sandbox has this database open.',
    );
    expect(explanation(new Error('x'), starting)).toBeNull();
  });

  it('because of a mistake of ours is not explained away', () => {
    expect(explanation(new TypeError('x'), listens)).toBeNull();
    expect(explanation(systemError('ENOENT'), listens)).toBeNull();
    expect(explanation(systemError('EADDRINUSE'))).toBeNull();
  });
});

const signIn: SampleSignIn = {
  phoneNumber: '+201000000001',
  password: 'Cairo-2026!',
  deviceId: 'cairo-phone',
  city: 'Cairo',
  latitude: 30.0444,
  longitude: 31.2357,
};
const sandbox = { url: 'http://localhost:4001', apiKey: 'the-key', signIn };

describe('what the start prints', () => {
  it('is everything that somebody new needs', () => {
    const text = gatewayBanner('http://localhost:4000', sandbox);
    for (const needed of [
      'http://localhost:4000/graphql',
      'http://localhost:4000/health/ready',
      'http://localhost:4001/sandbox/',
      ...[signIn.phoneNumber, signIn.password, signIn.deviceId],
    ]) {
      expect(text).toContain(needed);
    }
    expect(text).not.toContain('the-key');
  });

  it('holds a command that a shell reads as one login', () => {
    const command = /curl.*?\}'\n/s.exec(gatewayBanner('http://localhost:4000', sandbox))?.[0] ?? '';
    const words = spawnSync('sh', ['-c', command.replace(/^curl/, "printf '%s\\n'")], { encoding: 'utf8' });
    const body = words.stdout.trimEnd().split('\n').at(-1) ?? '';
    expect(JSON.parse(body).query).toBe(sampleLogin(signIn).replace(/\s+/g, ' ').trim());
  });

  it('says nothing of a sandbox in front of the real Vlens', () => {
    const text = gatewayBanner('http://localhost:4000', { url: 'https://api.vlenseg.com' });
    expect(text).toContain('https://api.vlenseg.com');
    expect(text).not.toMatch(/sandbox|inbox|password/);
  });

  it('tells, where the sandbox runs alone, how to put a gateway in front of it', () => {
    expect(banner(sandbox)).toContain('VLENS_API_URL=http://localhost:4001 VLENS_API_KEY=the-key npm start');
  });
});
