#!/usr/bin/env node
// `npx vlens-probe`: calls a tenant's Vlens, and reports where the answers differ from our contract, without any values.
// It only reads: product types, one form, eligibility, the lists and one request by its id.
import { readFileSync } from 'node:fs';
import { argv, env, exit, stdout } from 'node:process';
import { parse } from 'yaml';

const HELP = `Usage: VLENS_API_KEY=… VLENS_TOKEN=… npx vlens-probe [https://api.vlenseg.com]

Reads (GET only) what a customer's token may read, and prints every field, type and status that
src/openapi/vlens.yaml does not know. It prints no value that was answered.
VLENS_TENANCY_NAME, where it is set, goes along as TenancyName.
`;
const REFUSED = 'so check VLENS_API_KEY, and log in again for a new VLENS_TOKEN';
const PAUSE_MS = 300;
const TIMEOUT_MS = 30_000;
const STATUSES =
  /^(pending approval|approved|rejected|(customer|service provider) (partially )?signed|completed)$/i;
/** The status numbers that Vlens has published. */
const STATUS_NUMBERS = { 2: /^approved$/i, 4: /^customer signed$/i };

if (argv.slice(2).some((arg) => arg === '--help' || arg === '-h')) {
  stdout.write(HELP);
  exit(0);
}
const { VLENS_API_KEY: apiKey, VLENS_TOKEN: token, VLENS_TENANCY_NAME: tenancyName } = env;
const base = (argv[2] ?? 'https://api.vlenseg.com').replace(/\/+$/, '');
const errors = [
  ...Object.entries({ VLENS_API_KEY: apiKey, VLENS_TOKEN: token }).flatMap(([name, given]) =>
    given ? [] : `${name} is missing.`,
  ),
  ...Object.entries({ VLENS_API_KEY: apiKey, VLENS_TOKEN: token, VLENS_TENANCY_NAME: tenancyName }).flatMap(
    ([name, given]) =>
      /^[\x20-\x7e]*$/.test(given ?? '') ? [] : `${name} has a character that no header holds.`,
  ),
  ...(/^https?:\/\//i.test(base) && URL.canParse(base)
    ? []
    : ['An address of Vlens is missing; write e.g. https://api.vlenseg.com.']),
];
if (errors.length > 0) {
  stdout.write(`${errors.join('\n')}\n\n${HELP}`);
  exit(2);
}
const contract = parse(readFileSync(new URL('../src/openapi/vlens.yaml', import.meta.url), 'utf8'));
const findings = new Set();
let answersCome = false;

const API = '/api/BusinessRequest';
const types = rowsOf(await read(`${API}/GetAllRequestTypes`));
const productTypeId = types.map(({ id }) => Number(id)).find(Number.isInteger);
if (productTypeId === undefined) notRead('GetBusinessRequestTypeTemplateFields', 'there is no product type');
else await read(`${API}/GetBusinessRequestTypeTemplateFields`, `?requestTypeId=${productTypeId}`);
await read(`${API}/CheckEligibility`);
const requests = [];
for (const [list, query] of [
  ['CurrentListIds', '?SkipCount=0&MaxResultCount=10'],
  ['CurrentList', '?SkipCount=0&MaxResultCount=2'],
])
  for (const request of rowsOf(await read(`${API}/${list}`, query))) {
    tellStatus(request);
    requests.push(request);
  }
const id = requests.map((request) => request.id).find((each) => /^[\da-f-]{32,36}$/i.test(each));
if (id === undefined) notRead('GetBusinessRequestById/{id}', 'the caller has no request: create one first');
else await read(`${API}/GetBusinessRequestById/{id}`, '', { id });

tellFindings();
if (findings.size === 0) stdout.write('All answers that came are as vlens.yaml says.\n');
exit(findings.size === 0 ? 0 : 1);

/** Returns the rows of a list, in the published format or in the framework's. Anything that is no row was reported already. */
function rowsOf(data) {
  const list = Array.isArray(data) ? data : Array.isArray(data?.items) ? data.items : [];
  return list.filter((row) => typeOf(row) === 'object');
}

function tellFindings() {
  for (const finding of findings) stdout.write(`${finding}\n`);
  if (findings.size > 0)
    stdout.write(`${findings.size} ${findings.size === 1 ? 'difference' : 'differences'}.\n`);
}

function notRead(operation, why) {
  stdout.write(`BusinessRequest/${operation}: not read, since ${why}\n`);
}

/** Returns the data of the answer, for the next read; null if there is none. */
async function read(path, query = '', params = {}) {
  const url = base + path.replace(/\{(\w+)\}/g, (_, name) => encodeURIComponent(params[name])) + query;
  const headers = { ApiKey: apiKey, Authorization: `Bearer ${token}`, Accept: 'application/json' };
  if (tenancyName) headers.TenancyName = tenancyName;
  const operation = path.slice(path.lastIndexOf('/api/') + 5);
  await new Promise((resolve) => setTimeout(resolve, PAUSE_MS));
  const response = await fetch(url, {
    headers,
    redirect: 'manual',
    signal: AbortSignal.timeout(TIMEOUT_MS),
  }).catch((error) => leave(operation, error));
  answersCome = true;
  try {
    stdout.write(`${operation}: HTTP ${response.status}\n`);
    if (response.status !== 200)
      findings.add(`${operation}: HTTP ${response.status}${response.status === 401 ? `, ${REFUSED}` : ''}`);
    const body = await response.json();
    const code = body?.error_code;
    const isTold = Number(code) === response.status;
    if (code !== null && code !== undefined && String(code).trim() !== '0' && !isTold)
      findings.add(
        `${operation}: error_code ${Number.isInteger(Number(code)) ? Number(code) : typeOf(code)}`,
      );
    const schema = contract.paths[path].get.responses['200'].content['application/json'].schema;
    compare(body, schema, operation);
    return body?.data ?? null;
  } catch (error) {
    findings.add(`${operation}: no JSON came (${error instanceof Error ? error.name : 'unknown'})`);
    return null;
  }
}

/** Ends the process because Vlens does not answer. Prints the findings so far, and the operation that failed. */
function leave(operation, { name, cause }) {
  tellFindings();
  const code = cause?.code ?? name;
  stdout.write(
    answersCome
      ? `Vlens stopped answering at ${operation} (${code}): this and what follows it was not read, so run this again.\n`
      : `Vlens could not be reached at ${new URL(base).origin} (${code}): check the address and the network.\n`,
  );
  exit(2);
}

/** Records every field that no branch of the schema has, and every type that none allows. */
function compare(value, schema, place) {
  const branches = branchesOf(schema);
  const allowed = branches.flatMap(({ type }) => type ?? []);
  const type = typeOf(value);
  const fits =
    allowed.length === 0 || allowed.includes(type) || (type === 'integer' && allowed.includes('number'));
  if (!fits) findings.add(`${place}: ${type}, and the contract says ${[...new Set(allowed)].join(' or ')}`);
  if (type === 'array') {
    const items = branches.map((branch) => branch.items).filter(Boolean);
    if (items.length > 0) for (const item of value) compare(item, { anyOf: items }, `${place}[]`);
  } else if (type === 'object') {
    const known = branches.map((branch) => branch.properties).filter(Boolean);
    if (known.length === 0) return;
    for (const [name, part] of Object.entries(value)) {
      const schemas = known.flatMap((properties) => properties[name] ?? []);
      // A name may come from a form, with personal data in it. So a name that is no identifier, or contains a number, is not printed.
      const shown = /^\w{1,60}$/.test(name) && !/\d{4}/.test(name) ? name : '(a name of another kind)';
      if (schemas.length === 0)
        findings.add(`${place}.${shown}: ${typeOf(part)}, which the contract does not know`);
      else compare(part, { anyOf: schemas }, `${place}.${shown}`);
    }
  }
}

function branchesOf(schema) {
  if (schema.$ref)
    return branchesOf(
      schema.$ref
        .slice(2)
        .split('/')
        .reduce((at, step) => at[step], contract),
    );
  const nested = [...(schema.allOf ?? []), ...(schema.oneOf ?? []), ...(schema.anyOf ?? [])];
  return [schema, ...nested.flatMap(branchesOf)];
}

function typeOf(value) {
  if (value === null) return 'null';
  if (Array.isArray(value)) return 'array';
  return Number.isInteger(value) ? 'integer' : typeof value;
}

/** Records statuses that are not published. Statuses belong to the tenant, not to a person, so their names and numbers may be printed. */
function tellStatus(request) {
  const { requeststatus: number, requestStatusName: name } = request;
  const words = typeof name === 'string' ? name.replace(/([a-z])([A-Z])/g, '$1 $2').trim() : '';
  // A few words are a status. A longer text, or one with digits, may contain personal data.
  const shown = /^[\p{L}\p{M} _-]{1,40}$/u.test(words) ? words : `(${typeOf(name)})`;
  if (!STATUSES.test(words))
    findings.add(`requestStatusName: "${shown}" (${typeOf(number)}) is not published`);
  const published = STATUS_NUMBERS[number];
  if (published && !published.test(words)) findings.add(`requeststatus: ${number} is "${shown}" here`);
  if (Number.isInteger(number) && !published)
    findings.add(`requeststatus: "${shown}" has the number ${number}`);
}
