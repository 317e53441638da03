import { execFileSync } from 'node:child_process';
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import ts from 'typescript';
import { faultsOf } from './faults.mjs';

export const client = {
  title: 'genql',
  packages: ['@genql/cli'],
  caches: false,
  notes: [
    'A read cannot be aborted, and there are no subscriptions. An error has `data` with the rest of the answer.',
  ],
};

const problem = { on_Problem: { message: true }, __typename: true };
const options = { optionId: true, name: true };
const request = { id: true, status: true };
/** genql writes a client from the schema; its operations are objects. */
const SELECTIONS = {
  Login: ({ input }) => ({ login: { __args: { input }, on_Session: { accessToken: true }, ...problem } }),
  Form: () => ({
    productTypes: {
      id: true,
      productTypeId: true,
      name: true,
      formFields: {
        key: true,
        options,
        relatedFields: { key: true, options },
      },
    },
  }),
  List: () => ({ businessRequests: { __args: { first: 5 }, nodes: request } }),
  Product: ({ id }) => ({ productType: { __args: { id }, name: true, formFields: { key: true } } }),
  Request: ({ id }) => ({ businessRequest: { __args: { id }, ...request } }),
  Create: ({ input }) => ({
    createBusinessRequest: {
      __args: { input },
      on_BusinessRequestCreated: { businessRequest: request },
      ...problem,
    },
  }),
  Otp: ({ input }) => ({
    requestActivationOtp: {
      __args: { input },
      on_ActivationOtpSent: { otpRequestId: true },
      on_LivenessRequired: { transactionId: true },
      ...problem,
    },
  }),
  Liveness: ({ input }) => ({ revalidateLiveness: { __args: { input }, ...problem } }),
  Code: ({ input }) => ({ validateActivationOtp: { __args: { input }, ...problem } }),
  Confirm: ({ input }) => ({
    confirmPayment: { __args: { input }, on_ContractActivated: { businessRequest: request }, ...problem },
  }),
};

export async function open({ url, token, folder, schemaFile, bin }) {
  const { createClient } = await generate(folder, schemaFile, bin);
  const bearer = () => (token() ? { authorization: `Bearer ${token()}` } : {});
  // set-up
  const genql = createClient({ url, headers: bearer });
  // end
  return {
    async run(name, variables, { signal } = {}) {
      const selection = SELECTIONS[name](variables);
      const isRead = ['Form', 'List', 'Product', 'Request'].includes(name);
      try {
        return {
          data: await (isRead ? genql.query(selection, { signal }) : genql.mutation(selection)),
          faults: [],
        };
      } catch (error) {
        return {
          data: error.data ?? null,
          faults: error.errors ? faultsOf(error.errors) : [{ code: error.name }],
        };
      }
    },
    close() {},
  };
}

/** genql writes TypeScript for a bundler. */
async function generate(folder, schemaFile, bin) {
  const [source, output] = [join(folder, 'genql'), join(folder, 'genql-js')];
  const run = (args) => execFileSync(process.execPath, args, { stdio: 'ignore' });
  run([bin('@genql/cli', 'dist/cli.js'), '--schema', schemaFile, '--output', source]);
  const options = { module: 'commonjs', target: 'es2022', esModuleInterop: true };
  for (const file of readdirSync(source, { recursive: true }).filter((name) => name.endsWith('.ts'))) {
    const to = join(output, file.replace(/ts$/, 'js'));
    mkdirSync(dirname(to), { recursive: true });
    writeFileSync(
      to,
      ts.transpileModule(readFileSync(join(source, file), 'utf8'), { compilerOptions: options }).outputText,
    );
  }
  writeFileSync(join(output, 'package.json'), '{"type":"commonjs"}');
  return createRequire(import.meta.url)(join(output, 'index.js'));
}
