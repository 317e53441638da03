import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseEnv } from 'node:util';
import { describe } from '@jest/globals';
import { type Document, parseAllDocuments } from 'yaml';
import { ROOT } from '../support/root.js';

export const KUBERNETES = join(ROOT, 'deploy/kubernetes');
export const LINTERS = join(ROOT, 'test/deploy/linters');
/** Older ones know neither components nor labels. */
const OLDEST_KUSTOMIZE = 5;

/** As its file tells it: what each kind may hold is the linter's concern, and a wrong path fails its test. */
export type KubernetesObject = ReturnType<Document['toJS']>;

/** The objects of one file. */
export function objectsIn(text: string): KubernetesObject[] {
  return parseAllDocuments(text).map((document): KubernetesObject => document.toJS());
}

/** What Kustomize makes of a folder. */
export function rendered(folder: string): KubernetesObject[] {
  const { status, stdout, stderr } = spawnSync('kubectl', ['kustomize', join(KUBERNETES, folder)], {
    encoding: 'utf8',
  });
  if (status !== 0 || stderr !== '') throw new Error(`${folder} can’t be rendered: ${stderr}`);
  return objectsIn(stdout);
}

export function one(objects: KubernetesObject[], kind: string, name = 'vlens-gateway'): KubernetesObject {
  const found = objects.filter(({ kind: its, metadata }) => its === kind && metadata.name === name);
  if (found.length !== 1) throw new Error(`There are ${found.length} of ${kind} ${name}.`);
  return found[0];
}

/** The gateway's container as the base has it. */
export function baseContainer(): KubernetesObject {
  return objectsIn(readFileSync(join(KUBERNETES, 'base/deployment.yaml'), 'utf8'))[0].spec.template.spec
    .containers[0];
}

/** The settings that the base gives it, with these for what lies in the Secret. */
export function baseEnvironment(secrets: Record<string, string>): Record<string, string> {
  const settings = parseEnv(readFileSync(join(KUBERNETES, 'base/settings.env'), 'utf8'));
  const env: Record<string, string> = { ...(settings as Record<string, string>) };
  for (const { name, value, valueFrom } of baseContainer().env) {
    const given = value ?? secrets[valueFrom.secretKeyRef.key];
    if (given !== undefined) env[name] = given;
  }
  return env;
}

/** What a cluster would not take, in a sentence each. */
export function errorsIn(objects: KubernetesObject[]): string[] {
  const { stdout, stderr } = spawnSync(process.execPath, [join(LINTERS, 'manifests.mjs')], {
    input: JSON.stringify(objects),
    encoding: 'utf8',
  });
  return stdout === '' ? [stderr] : (JSON.parse(stdout) as string[]);
}

/** Runs where Kustomize can render; elsewhere says what was left out. */
export const describeWithKustomize =
  kustomizeVersion() >= OLDEST_KUSTOMIZE
    ? describe
    : leftOut('no kubectl with Kustomize 5 here, and Debian’s is older');

/** Runs where the linters are installed; elsewhere says what was left out. */
export const describeWithLinters = existsSync(join(LINTERS, 'node_modules'))
  ? describe
  : leftOut('no linters here; npm --prefix test/deploy/linters ci');

function leftOut(why: string) {
  return (title: string, tests: () => void) => describe.skip(`${title} (left out: ${why})`, tests);
}

function kustomizeVersion(): number {
  const { stdout } = spawnSync('kubectl', ['version', '--client'], { encoding: 'utf8' });
  return Number(/Kustomize Version: v(\d+)/.exec(stdout ?? '')?.[1] ?? 0);
}
