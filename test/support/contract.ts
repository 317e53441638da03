import { Ajv2020 } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import type { ContractOperation } from '../../src/vlens/operation.js';
import { openApi } from './openapi.js';

export type Endpoint = ContractOperation;

interface Operation {
  operationId: Endpoint;
  parameters?: { name?: string; $ref?: string }[];
  requestBody?: { required?: boolean };
}

/** An operation of the contract: where it is, and what speaks against a request to it. */
export interface ContractRoute {
  endpoint: Endpoint;
  method: string;
  /** With its placeholders in braces. */
  path: string;
  /** Names the path's placeholders as groups. */
  pattern: RegExp;
  /** What the contract does not allow of this query and body; empty where all is well. */
  violations(query: object, body: unknown): string[];
  /** What the contract does not allow of this JSON answer. */
  answerViolations(body: unknown): string[];
}

/** The upstream's operations, as `src/openapi/vlens.yaml` has them. */
export function contractRoutes(): ContractRoute[] {
  const contract = openApi<{ paths: Record<string, Record<string, Operation>> }>();
  const ajv = new Ajv2020({ strict: false, allErrors: true });
  addFormats.default(ajv);
  ajv.addSchema(contract, 'vlens.yaml');
  return Object.entries(contract.paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, { operationId, parameters = [], requestBody }]) => ({
      endpoint: operationId,
      method: method.toUpperCase(),
      path,
      pattern: new RegExp(`^${path.replace(/\{(\w+)\}/g, '(?<$1>[^/]+)')}$`),
      violations: (query: object, body: unknown) => [
        ...Object.keys(query).filter((name) => !parameters.some((each) => nameOf(each) === name)),
        ...(requestBody && (requestBody.required !== false || body !== null)
          ? bodyViolations(ajv, [path, method, 'requestBody'], body)
          : []),
      ],
      answerViolations: (body: unknown) => bodyViolations(ajv, [path, method, 'responses', '200'], body),
    })),
  );
}

function nameOf({ name, $ref }: { name?: string; $ref?: string }): string | undefined {
  return name ?? $ref?.split('/').at(-1);
}

function bodyViolations(ajv: Ajv2020, place: string[], body: unknown): string[] {
  const pointer = ['paths', ...place, 'content', 'application/json', 'schema']
    .map((step) => encodeURIComponent(step.replaceAll('/', '~1')))
    .join('/');
  const validate = ajv.getSchema(`vlens.yaml#/${pointer}`);
  if (!validate) throw new Error(`The contract has no body at ${place.join(' ')}.`);
  validate(body);
  return (validate.errors ?? []).map(({ instancePath, message }) => `${instancePath} ${message}`);
}
