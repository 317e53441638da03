import { execFile } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, expect, it } from '@jest/globals';
import { TestSandbox } from '../sandbox/support/sandbox.js';
import { startTestGateway } from '../support/gateway.js';
import type { TestServer } from '../support/server.js';

const run = promisify(execFile);
const MAX_MS = 180_000;
/** What any package manager installs beside it (Yarn 1 installs no peer of a peer): what its package.json asks for, and nothing else. */
const { dependencies, peerDependencies } = JSON.parse(readFileSync('client/package.json', 'utf8'));
const ASKED_FOR = Object.keys({ ...dependencies, ...peerDependencies });

/** A frontend of somebody else. */
const MAIN = `
import { CreateDocument, documentIdOf, fetchExecute, fetchWatch, LiveStatusDocument, LogInDocument, possibleTypes, signContract } from '@vlens-gateway/client';
import manifest from '@vlens-gateway/client/persisted-documents.json' with { type: 'json' };

declare const process: { argv: string[] };
const [, , gateway = '', sandbox = ''] = process.argv;
const geoLocation = { latitude: 30.0444, longitude: 31.2357 };
let token: string | null = null;
const options = { url: gateway + '/graphql', token: () => token, byId: true };
const execute = fetchExecute(options);

const person = { phoneNumber: '+201000000001', password: 'Cairo-2026!', deviceId: 'cairo-phone' };
const { login } = await execute(LogInDocument, { input: { ...person, geoLocation } });
if (login.__typename !== 'Session') throw new Error(login.message);
token = login.accessToken;
const fields = [
  { key: 'fullName', value: 'Ahmed' },
  { key: 'nationalId', value: '29901234567890' },
  { key: 'monthlyIncome', value: '5000' },
];
const { createBusinessRequest: created } = await execute(CreateDocument, {
  input: { productTypeId: 415, fields, geoLocation, userDeviceUtcTime: new Date().toISOString() },
});
if (created.__typename !== 'BusinessRequestCreated') throw new Error(created.message);
const requestId = created.businessRequest.id;
const watch = fetchWatch(options);
for await (const { businessRequestStatusChanged } of watch(LiveStatusDocument, { requestId })) {
  console.log(businessRequestStatusChanged.status);
  break;
}
const result = await signContract({
  execute,
  watch,
  requestId,
  locate: () => geoLocation,
  onLivenessRequired: ({ message }) => Promise.reject(new Error(message)),
  onOtp: async () => {
    const inbox = await fetch(sandbox + '/sandbox/inbox?phoneNumber=%2B201000000001');
    const { messages } = (await inbox.json()) as { messages: { code: string }[] };
    return { otpCode: messages[0]?.code ?? '' };
  },
  onPayment: ({ paymentUrl }) => Promise.reject(new Error(String(paymentUrl))),
});
// @ts-expect-error: what is no outcome is told by the compiler.
if (result.outcome === 'something else') throw new Error();
const id = String(documentIdOf(LogInDocument));
console.log(result.outcome, possibleTypes.LoginResult?.includes('Session'), id in manifest);
`;
const TSCONFIG = {
  compilerOptions: {
    strict: true,
    skipLibCheck: true,
    exactOptionalPropertyTypes: true,
    module: 'nodenext',
    target: 'es2023',
    lib: ['es2023', 'dom'],
    types: [],
    resolveJsonModule: true,
  },
  files: ['main.ts'],
};

let folder: string;
let sandbox: TestSandbox;
let gateway: TestServer;

beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'frontend-'));
  sandbox = await TestSandbox.start();
  const env = {
    TRUSTED_DOCUMENTS: 'client/src/generated/persisted-documents.json',
    TRUSTED_DOCUMENTS_ONLY: 'true',
  };
  gateway = await startTestGateway({ vlensUrl: sandbox.url, apiKey: sandbox.apiKey, env });
});
afterAll(async () => {
  await gateway?.close();
  await sandbox?.close();
  rmSync(folder, { recursive: true });
});

it(
  'Anybody who installs the package has its types, and signs with it under Node as it is',
  async () => {
    const packed = await pack();
    expect(packed.paths).toEqual(
      expect.arrayContaining(['README.md', 'schema.graphql', 'operations/sign-a-contract.graphql']),
    );
    expect(packed.paths.filter((path) => path.includes('/.'))).toEqual([]);

    const installed = join(folder, 'node_modules', '@vlens-gateway', 'client');
    mkdirSync(installed, { recursive: true });
    await run('tar', ['-xzf', packed.file, '--strip-components=1', '-C', installed]);
    for (const peer of ASKED_FOR) {
      mkdirSync(join(folder, 'node_modules', peer, '..'), { recursive: true });
      symlinkSync(resolve('node_modules', peer), join(folder, 'node_modules', peer));
    }
    writeFileSync(join(folder, 'package.json'), JSON.stringify({ type: 'module' }));
    writeFileSync(join(folder, 'main.ts'), MAIN);
    writeFileSync(join(folder, 'tsconfig.json'), JSON.stringify(TSCONFIG));
    await run(process.execPath, [resolve('node_modules/typescript/bin/tsc'), '-p', folder]);
    const { stdout } = await run(process.execPath, [join(folder, 'main.js'), gateway.url, sandbox.url]);
    expect(stdout.trim().split('\n')).toEqual(['APPROVED', 'signed true true']);
  },
  MAX_MS,
);

/** From a checkout of its own, in which nothing is built yet, and nobody else builds. */
async function pack(): Promise<{ file: string; paths: string[] }> {
  const checkout = join(folder, 'checkout');
  mkdirSync(checkout);
  cpSync('client', join(checkout, 'client'), { recursive: true, filter: (path) => !path.endsWith('/dist') });
  for (const path of ['tsconfig.json', 'LICENSE', 'scripts/copy-license.mjs'])
    cpSync(path, join(checkout, path));
  symlinkSync(resolve('node_modules'), join(checkout, 'node_modules'));
  const { stdout } = await run('npm', ['pack', '--silent', '--json'], { cwd: join(checkout, 'client') });
  const [{ filename, files }] = JSON.parse(stdout.slice(stdout.indexOf('[')));
  return {
    file: join(checkout, 'client', filename),
    paths: files.map(({ path }: { path: string }) => path),
  };
}
