import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from '@jest/globals';
import { readConfig } from '../../src/config/config.js';
import { isSettingName } from '../../src/config/settings.js';
import { gracePeriodMs } from '../../src/server/shutdown/shutdown.js';
import { ROOT } from '../support/root.js';

const UNIT = readFileSync(join(ROOT, 'deploy/systemd/vlens-gateway.service'), 'utf8');
const hasSystemd = spawnSync('systemd-analyze', ['--version']).status === 0;
const why = hasSystemd ? '' : ' (left out: there is no systemd-analyze; Debian has it as systemd)';

describe('The unit of systemd', () => {
  (hasSystemd ? it : it.skip)(`is one that systemd understands${why}`, () => {
    const folder = mkdtempSync(join(tmpdir(), 'unit-'));
    const file = join(folder, 'vlens-gateway.service');
    // It looks for the program, which lies elsewhere on this machine.
    writeFileSync(file, UNIT.replace('/usr/bin/node', process.execPath));
    const { status, stdout, stderr } = spawnSync('systemd-analyze', ['verify', file], { encoding: 'utf8' });
    rmSync(folder, { recursive: true });
    expect([status, stdout + stderr]).toEqual([0, '']);
  });

  it('gives the gateway settings that it knows', () => {
    const names = [...UNIT.matchAll(/^Environment=(.*)$/gm)].flatMap(([, text = '']) =>
      [...text.matchAll(/([A-Z_]+)=\S+/g)].map(([, name = '']) => name),
    );
    expect(names.filter((name) => !isSettingName(name)).sort()).toEqual(['NODE_OPTIONS']);
  });

  it('leaves a signing step the time that it may take before it is killed', () => {
    const [, seconds = ''] = /^TimeoutStopSec=(\d+)$/m.exec(UNIT) ?? [];
    expect(Number(seconds) * 1000).toBe(gracePeriodMs(readConfig({})));
  });
});
