import { execFile, execFileSync } from 'node:child_process';
import { afterAll, beforeAll, beforeEach, expect, it } from '@jest/globals';
import { freePort } from '../../tools/soak/free-port.js';
import { aBusinessRequest, envelope, requestIdOf } from '../support/builders.js';
import { FakeUpstream } from '../support/fake-upstream.js';

let upstream: FakeUpstream;
beforeAll(async () => {
  upstream = await FakeUpstream.start();
});
beforeEach(() => upstream.reset());
afterAll(() => upstream.close());

function probe(env: Record<string, string>, url = upstream.url): Promise<{ code: number; told: string }> {
  return new Promise((resolve) => {
    const child = execFile(
      process.execPath,
      ['scripts/probe.mjs', url],
      { env: { PATH: process.env.PATH, ...env } },
      (_error, stdout, stderr) => resolve({ code: child.exitCode ?? -1, told: stdout + stderr }),
    );
  });
}
const CALLER = { VLENS_API_KEY: 'probed-key', VLENS_TOKEN: 'probed-token', VLENS_TENANCY_NAME: 'nile' };

it('The probe only reads, and finds nothing where all is as the contract says', async () => {
  const { code, told } = await probe(CALLER);
  expect(told).toContain('All answers that came are as vlens.yaml says.');
  expect(code).toBe(0);
  expect(new Set(upstream.calls().map(({ method }) => method))).toEqual(new Set(['GET']));
  expect(upstream.calls()).toHaveLength(6);
  expect(upstream.lastCall('getBusinessRequestById').headers).toMatchObject({
    apikey: 'probed-key',
    authorization: 'Bearer probed-token',
    tenancyname: 'nile',
  });
  expect(told).not.toMatch(/probed-key|probed-token/);
});

it('The probe names each field, type and status that the contract does not know, and no value', async () => {
  upstream.requests = [
    {
      ...aBusinessRequest({ requeststatus: 9, requestStatusName: 'On Hold' }),
      riskGrade: 'MARKED-grade',
    } as never,
  ];
  upstream.answer('checkEligibility', {
    body: envelope({ isEligible: 'MARKED-yes', whyNot: { text: 'MARKED-why' } }),
  });
  upstream.answer('getBusinessRequestById', { status: 500, body: '<h1>MARKED</h1>' });
  const { code, told } = await probe(CALLER);
  expect(code).toBe(1);
  for (const finding of [
    'BusinessRequest/CheckEligibility.data.isEligible: string, and the contract says boolean',
    'BusinessRequest/CheckEligibility.data.whyNot: object, which the contract does not know',
    'BusinessRequest/CurrentList.data[].riskGrade: string, which the contract does not know',
    'BusinessRequest/GetBusinessRequestById/{id}: HTTP 500',
    'requestStatusName: "On Hold" (integer) is not published',
    'requeststatus: "On Hold" has the number 9',
  ])
    expect(told).toContain(finding);
  expect(told).not.toMatch(/MARKED|Ahmed|29901011234567/);
});

it('The probe gets through answers of another shape, and shows no value of them', async () => {
  const odd = {
    id: requestIdOf(1),
    requeststatus: { code: 2 },
    requestStatusName: 'MARKED Ahmed Mohamed 01000000001',
    n29901234567890: 1,
  };
  upstream
    .answer('listProductTypes', { body: { data: [null, 5, { id: '414' }], error_code: ' 0' } })
    .answer('getFormFields', { body: envelope([{ key: 'MARKED' }]) })
    .answer('checkEligibility', { body: { data: null, error_code: '401' } })
    .answer('listBusinessRequestIds', { body: envelope({ items: [odd], totalCount: 1 }) })
    .answer('listBusinessRequests', { body: envelope('MARKED') })
    .answer('getBusinessRequestById', { status: 302, headers: { location: '/MARKED' }, body: '' });
  const { code, told } = await probe(CALLER);
  expect(code).toBe(1);
  for (const finding of [
    'BusinessRequest/GetAllRequestTypes.data[]: null, and the contract says object',
    'BusinessRequest/GetBusinessRequestTypeTemplateFields.data: array, and the contract says',
    'BusinessRequest/CheckEligibility: error_code 401',
    'BusinessRequest/CurrentListIds.data: object, and the contract says array or null',
    'BusinessRequest/CurrentList.data: string, and the contract says array or null',
    'BusinessRequest/GetBusinessRequestById/{id}: HTTP 302',
    'requestStatusName: "(string)" (object) is not published',
  ])
    expect(told).toContain(finding);
  expect(told).not.toMatch(/MARKED|Ahmed|01000000001|29901234567890/);
});

it('The probe says what it did not come to read', async () => {
  upstream.requests = [];
  upstream.answer('listProductTypes', { body: envelope([]) });
  const { code, told } = await probe(CALLER);
  expect(told).toMatch(/TemplateFields: not read, since there is no product type/);
  expect(told).toMatch(/GetBusinessRequestById\/{id}: not read, since the caller has no request/);
  expect(code).toBe(0);
});

it('The probe says what it needs, and what it is', async () => {
  // As docs/reference/vlens.md has it; nothing is installed where package.json no longer names it.
  const help = execFileSync('npx', ['--no-install', 'vlens-probe', '--help'], { encoding: 'utf8' });
  expect(help).toMatch(/^Usage: VLENS_API_KEY/);
  const wrong = await probe({ ...CALLER, VLENS_API_KEY: 'probed\nkey' }, 'ftp://vlens.test');
  expect(wrong.told).toMatch(
    /^VLENS_API_KEY has a character that no header holds\.\nAn address of Vlens is missing/,
  );
  expect(wrong.told).not.toContain('probed');
  expect(wrong.code).toBe(2);
  const { code, told } = await probe({ VLENS_API_KEY: 'probed-key' });
  expect(code).toBe(2);
  expect(told).toMatch(/^VLENS_TOKEN is missing\.\n\nUsage: VLENS_API_KEY/);
  expect(upstream.calls()).toEqual([]);
});

it('The probe tells a Vlens that is not there, or takes neither key nor token, from one that answers differently', async () => {
  const away = await probe(CALLER, `http://127.0.0.1:${await freePort()}`);
  expect(away.told).toMatch(
    /^Vlens could not be reached at \S+ \(ECONNREFUSED\): check the address and the network\.\n$/,
  );
  expect(away.code).toBe(2);
  upstream.answer('checkEligibility', { status: 401, body: envelope(null) });
  const { told } = await probe(CALLER);
  expect(told).toContain(
    'BusinessRequest/CheckEligibility: HTTP 401, so check VLENS_API_KEY, and log in again',
  );
});

it('The probe tells what it found before Vlens went away, and where that was', async () => {
  upstream.requests = [aBusinessRequest({ requeststatus: 9, requestStatusName: 'On Hold' })];
  upstream
    .answer('checkEligibility', { body: envelope({ isEligible: 'MARKED-yes' }) })
    .answer('listBusinessRequests', { cut: 'headers' });
  const { code, told } = await probe(CALLER);
  for (const sentence of [
    'BusinessRequest/CheckEligibility.data.isEligible: string, and the contract says boolean',
    'requeststatus: "On Hold" has the number 9',
  ])
    expect(told).toContain(`${sentence}\n`);
  expect(told).toMatch(
    /\d differences\.\nVlens stopped answering at BusinessRequest\/CurrentList \(\w+\): .* run this again\.\n$/,
  );
  expect(told).not.toContain('MARKED');
  expect(code).toBe(2);
});
