import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { ROOT } from '../support/root.js';
import type { KubernetesObject } from './kubernetes-objects.js';

export const COMPOSE = join(ROOT, 'deploy/compose.yaml');

/** A service of deploy/compose.yaml, as far as tests ask for it. */
export interface Service {
  image: string;
  build?: { context: string; target: string };
  environment: Record<string, string>;
  depends_on: Record<string, { condition: string }>;
  healthcheck?: { test: string[] };
  ports: string[];
  networks: string[];
  volumes: string[];
  tmpfs?: string[];
  read_only: boolean;
  cap_drop: string[];
  security_opt: string[];
  stop_grace_period?: string;
  deploy: { replicas?: number; resources: { limits: { memory: string } } };
}

/** The services by name, with what an operator's environment fills in. */
export function services(environment: Record<string, string>): Record<string, Service> {
  const text = readFileSync(COMPOSE, 'utf8').replace(
    /\$\{(\w+)(?::([-?])([^}]*))?\}/g,
    (_all, name: string, kind: string, otherwise: string) => {
      const given = environment[name];
      if (!given && kind === '?') throw new Error(`${name}: ${otherwise}`);
      return given || otherwise || '';
    },
  );
  const file: KubernetesObject = parse(text, { merge: true });
  for (const service of Object.values<KubernetesObject>(file.services)) {
    for (const map of ['environment', 'depends_on']) service[map] ??= {};
    for (const list of ['ports', 'volumes', 'networks']) service[list] ??= [];
  }
  return file.services;
}
