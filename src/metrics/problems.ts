import { Gauge, type Registry } from 'prom-client';

/** The metric's name for each problem of `/health/ready`, by the words that the problem begins with. */
const PROBLEMS: Readonly<Record<string, string>> = {
  'ApiKey refused': 'api_key_refused',
  CONNECTIONS: 'connections',
  TENANT_CONFIGURATION: 'tenant_configuration',
  'STATE_FOLDER refuses writes': 'state_folder_refuses_writes',
  'STATE_FOLDER has lost records': 'state_folder_lost_records',
  'STATE_FOLDER can’t be used': 'state_folder_unusable',
  VLENS_TOKEN_JWKS_FILE: 'token_keys_unreadable',
  'down:': 'redis_down',
  'not subscribed': 'redis_not_subscribed',
  'evicts keys': 'redis_evicts_keys',
  'one node': 'redis_one_node',
  'no INFO': 'redis_no_info',
  'other secrets': 'redis_other_secrets',
};
/** The name for problems that are not in this table. */
const OTHER = 'other';
const NAMES = [...Object.values(PROBLEMS), OTHER];

/** Gauges for problems, with a fixed set of names, since the problems' texts contain codes and names of operations. */
export function problemGauges(registry: Registry, problems: () => readonly string[]): void {
  new Gauge({
    name: 'vlens_problem',
    help: 'What /health/ready tells as a problem, by its name: 1 while it is so.',
    labelNames: ['problem'] as const,
    registers: [registry],
    collect() {
      const now = new Set(problems().map(problemName));
      for (const problem of NAMES) this.set({ problem }, now.has(problem) ? 1 : 0);
    },
  });
}

export function problemName(sentence: string): string {
  for (const [beginning, name] of Object.entries(PROBLEMS)) if (sentence.startsWith(beginning)) return name;
  return OTHER;
}
