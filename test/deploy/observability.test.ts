import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from '@jest/globals';
import { parser } from '@prometheus-io/lezer-promql';
import { Registry } from 'prom-client';
import { parse as parseYaml } from 'yaml';
import { gatewayGauges } from '../../src/metrics/gateway.js';
import { CROWDED_PART } from '../../src/server/connections.js';
import { QuotaGovernor } from '../../src/vlens/quota/governor.js';
import { FakeUpstream } from '../support/fake-upstream.js';
import { startTestGateway } from '../support/gateway.js';
import { HeldClock } from '../support/held-clock.js';
import { describeWithRedis, RedisProcess } from '../support/redis-process.js';
import { ROOT } from '../support/root.js';
import type { TestServer } from '../support/server.js';

const read = (file: string) => readFileSync(join(ROOT, 'deploy/observability', file), 'utf8');

interface Rule {
  alert?: string;
  record?: string;
  expr: string;
  for?: string;
  labels?: Record<string, string>;
  annotations?: Record<string, string>;
}

interface Panel {
  id: number;
  title: string;
  gridPos: { x: number; y: number; w: number; h: number };
  targets?: { expr: string }[];
}

const rules: Rule[] = parseYaml(read('prometheus-rules.yaml')).groups.flatMap(
  ({ rules }: { rules: Rule[] }) => rules,
);
const dashboard = JSON.parse(read('grafana-dashboard.json'));
const panels: Panel[] = dashboard.panels;
/** Grafana's own variables, as it would fill them in. */
const filledIn = (expr: string) =>
  expr.replaceAll('$__rate_interval', '1m').replaceAll('$job', 'vlens-gateway');
const queries: [string, string][] = [
  ...rules.map(({ alert, record, expr }): [string, string] => [alert ?? record ?? '', expr]),
  ...panels.flatMap(({ title, targets }) =>
    (targets ?? []).map(({ expr }): [string, string] => [title, filledIn(expr)]),
  ),
];

/** The metrics that a query reads, and what is no PromQL in it. */
function parts(expr: string): { metrics: string[]; labels: [string, string][]; broken: string[] } {
  const metrics: string[] = [];
  const labels: [string, string][] = [];
  const broken: string[] = [];
  let metric = '';
  parser.parse(expr).iterate({
    enter({ name, from, to, type }) {
      const text = expr.slice(from, to);
      if (type.isError) broken.push(expr.slice(Math.max(0, from - 20), to + 20));
      if (name === 'Identifier') {
        metric = text;
        metrics.push(text);
      }
      if (name === 'LabelName') labels.push([metric, text]);
    },
  });
  return { metrics, labels, broken };
}

let upstream: FakeUpstream;
let gateway: TestServer;
const families = new Map<string, Set<string>>();
/** The series that are there before anything has happened. */
let seriesAtFirst: string[];

/** What `GET /metrics` exposes: each family of series with the names of its labels. */
async function scrape(url: string): Promise<string> {
  const text = await (await fetch(`${url}/metrics`)).text();
  for (const line of text.split('\n')) {
    const [, family, labels = ''] = /^# TYPE (\S+)|^([a-z_]\w*)(?:\{(.*)\})? /.exec(line) ?? [];
    if (family) families.set(family, families.get(family) ?? new Set());
    const [, name, held = labels] = /^([a-zA-Z_]\w*)\{(.*)\} \S+$/.exec(line) ?? [];
    if (!name) continue;
    const known = families.get(name) ?? new Set<string>();
    for (const [, label = ''] of held.matchAll(/(\w+)="/g)) known.add(label);
    families.set(name, known);
  }
  return text;
}

beforeAll(async () => {
  upstream = await FakeUpstream.start();
  gateway = await startTestGateway({
    vlensUrl: upstream.url,
    env: { UPSTREAM_RATE_PER_SECOND: '10', UPSTREAM_RATE_PER_MINUTE: '60' },
  });
  seriesAtFirst = (await scrape(gateway.url)).split('\n').filter((line) => !line.startsWith('#'));
  for (let time = 0; time < 2; time += 1) {
    await gateway.query('{ businessRequests { totalCount } }', {}, { token: 'a' });
  }
  await scrape(gateway.url);
});
afterAll(async () => {
  await gateway.close();
  await upstream.close();
});

const recorded = new Set(rules.flatMap(({ record }) => record ?? []));
const OF_PROMETHEUS = new Set(['up']);
/** The names of the last release, which go with the next one. */
const RENAMED = new Set(['vlens_requests_under_way']);
const ONLY_WITH_REDIS = new Set(['vlens_redis_up', 'vlens_redis_failures', 'vlens_redis_down']);

describe.each(queries)('The query of "%s"', (_, expr) => {
  it('is PromQL that reads what the gateway exposes', () => {
    const { metrics, labels, broken } = parts(expr);
    expect(broken).toEqual([]);
    expect(metrics.length).toBeGreaterThan(0);
    const own = metrics.filter(
      (name) => !recorded.has(name) && !OF_PROMETHEUS.has(name) && !ONLY_WITH_REDIS.has(name),
    );
    const exposed = own.filter(
      (name) => families.has(name) || families.has(name.replace(/_(bucket|sum|count)$/, '')),
    );
    expect(exposed).toEqual(own);
    for (const [metric, label] of labels) {
      if (['job', 'instance', 'le'].includes(label) || !own.includes(metric)) continue;
      const held = families.get(metric) ?? new Set();
      // A metric that nothing was counted in yet has no series that could show its labels.
      if (held.size > 0) expect([metric, [...held]]).toEqual([metric, expect.arrayContaining([label])]);
    }
    // Prometheus 3 writes a bound of `1` as `1.0`: https://prometheus.io/docs/prometheus/latest/migration/
    for (const [, operator = '', bound = ''] of expr.matchAll(/\ble(=~?)"([^"]*)"/g)) {
      const finds = (text: string) =>
        operator === '=~' ? new RegExp(`^(?:${bound})$`).test(text) : text === bound;
      const whole = String(Number.parseFloat(bound));
      expect([bound, finds(whole), finds(`${whole}.0`)]).toEqual([bound, true, true]);
    }
  });
});

describeWithRedis('Between replicas', () => {
  it('what is asked of Redis is exposed too', async () => {
    const redis = await RedisProcess.start();
    const env = { REDIS_URL: redis.url, STATE_SECRET: 'a state secret that is only for tests' };
    const replica = await startTestGateway({ vlensUrl: upstream.url, env });
    try {
      await scrape(replica.url);
      for (const name of ONLY_WITH_REDIS) expect(families.has(name)).toBe(true);
    } finally {
      await replica.close();
      await redis.kill();
    }
  });
});

describe('Each metric of the gateway', () => {
  const own = () =>
    [...new Set([...families.keys(), ...ONLY_WITH_REDIS])]
      .map((name) => name.replace(/(?<=^vlens_.*_seconds)_(bucket|sum|count)$/, ''))
      .filter((name) => name.startsWith('vlens_') && !RENAMED.has(name));

  it('is drawn by a panel', () => {
    const drawn = new Set(
      panels.flatMap(({ targets }) =>
        (targets ?? []).flatMap(({ expr }) =>
          parts(filledIn(expr)).metrics.map((name) => name.replace(/_(bucket|sum|count)$/, '')),
        ),
      ),
    );
    expect(own().length).toBeGreaterThan(20);
    expect(own().filter((name) => !drawn.has(name))).toEqual([]);
  });

  it('has a row in the documentation', () => {
    const text = readFileSync(join(ROOT, 'docs/observability.md'), 'utf8');
    const rows = text.split('\n').filter((line) => line.startsWith('| `vlens_'));
    expect(own().filter((name) => !rows.some((row) => row.includes(`\`${name}\``)))).toEqual([]);
  });
});

describe('The panels', () => {
  it('of single figures have one before anything has gone wrong', () => {
    const counts = panels.filter(({ title }) => /unknown outcome|did not fail/.test(title));
    expect(counts.map(({ targets }) => targets?.[0]?.expr)).toEqual(
      Array(2).fill(expect.stringContaining('or vector(0)')),
    );
  });

  it('cover no other one, and leave no row half empty', () => {
    const cells = new Map<string, string>();
    for (const { title, gridPos } of panels)
      for (let x = gridPos.x; x < gridPos.x + gridPos.w; x += 1)
        for (let y = gridPos.y; y < gridPos.y + gridPos.h; y += 1) {
          expect([title, cells.get(`${x} ${y}`)]).toEqual([title, undefined]);
          cells.set(`${x} ${y}`, title);
        }
    const height = Math.max(...panels.map(({ gridPos }) => gridPos.y + gridPos.h));
    expect(cells.size).toBe(24 * height);
  });
});

/** What a query of the least or the greatest of a metric comes to, over these replicas. */
function extremeOf(expr: string, scrapes: string[]): number {
  const [, negated, extreme, metric, matchers = ''] =
    /^(1 - )?(min|max)(?: by \(instance\))? ?\((\w+)\{([^}]*)\}\)/.exec(expr) ?? [];
  const labels = matchers.split(',').filter((matcher) => !matcher.startsWith('job='));
  const values = scrapes
    .flatMap((text) => text.split('\n'))
    .filter((line) => line.startsWith(`${metric}{`) && labels.every((label) => line.includes(label)))
    .map((line) => Number(line.split(' ').at(-1)));
  const value = extreme === 'min' ? Math.min(...values) : Math.max(...values);
  return negated ? 1 - value : value;
}

describe('The breaker', () => {
  type State = 'closed' | 'open' | 'half-open';
  const scrapeIn = (state: State) => {
    const registry = new Registry();
    gatewayGauges(registry, {
      upstreamHealth: { breakerState: () => state },
      problems: () => [],
      live: { subscriberCount: 0 },
      loadShedder: { inFlight: 0 },
      maxSubscribers: 1,
    });
    return registry.metrics();
  };

  // Where Vlens hangs, it is half-open for all of the time limit of each probe.
  it.each<[State, boolean]>([
    ['closed', false],
    ['open', true],
    ['half-open', true],
  ])(
    'that is %s at one of two replicas: alert and panel say whether it gives Vlens a pause',
    async (state, isOpen) => {
      const [at, calm] = await Promise.all([scrapeIn(state), scrapeIn('closed')]);
      const { expr = '' } = rules.find(({ alert }) => alert === 'VlensGatewayBreakerIsOpen') ?? {};
      const [, firing] = /== (\d)$/.exec(expr) ?? [];
      expect(extremeOf(expr, [at, calm]) === Number(firing)).toBe(isOpen);
      const [panel] = panels.find(({ title }) => title === 'Breaker')?.targets ?? [];
      expect(extremeOf(panel?.expr ?? '', [at])).toBe(Number(isOpen));
    },
  );
});

/** Above what an alert fires. */
function thresholdOf(name: string): number {
  const { expr = '' } = rules.find(({ alert }) => alert === name) ?? {};
  return Number(/ > ([\d.]+)$/.exec(expr)?.[1]);
}

describe('An alert on what the gateway itself holds down', () => {
  it('fires below where connections are held: idle ones are closed from there on', () => {
    expect(thresholdOf('VlensGatewayHasManyConnections')).toBeLessThan(CROWDED_PART);
  });

  it('fires while reads have all of the quota that they may, also where they leave places to those after webhooks', async () => {
    const clock = new HeldClock();
    const settings = { perSecond: 10, perMinute: 60, maxReadWaitMs: 2000, maxSigningWaitMs: 10_000 };
    const governor = new QuotaGovernor(settings, clock);
    const { signal } = new AbortController();
    const call = (priority: 'read' | 'announced', caller: string) =>
      governor.admit({ caller, strangers: null, priority, signal }).then(
        (admission) => admission.end(),
        () => undefined,
      );
    for (let told = 0; told < 6; told += 1) void call('announced', `told ${told}`);
    // They count no more, and as many places are kept for the next ones.
    await clock.advance(61_000);
    const used: number[] = [];
    for (let second = 0; second < 150; second += 1) {
      for (let caller = 0; caller < 3; caller += 1) void call('read', `${second} ${caller}`);
      await clock.advance(1000);
      const minute = governor.use.windows.find(({ seconds }) => seconds === 60);
      if (minute && second >= 60) used.push(minute.used / minute.limit);
    }
    expect(Math.min(...used)).toBeGreaterThan(thresholdOf('VlensGatewayQuotaIsShort'));
  });
});

describe('The alerts', () => {
  it('page also where no replica is found any more', () => {
    const { expr } = rules.find(({ alert }) => alert === 'VlensGatewayIsAway') ?? {};
    expect(expr).toContain('or absent(up{job="vlens-gateway"})');
  });

  it('and panels that count single events hear of the first one: `increase` knows no series that begins with 1', () => {
    const counting = queries.flatMap(([title, expr]) =>
      [...expr.matchAll(/increase\((\w+)\{([^}]*)\}\[\w+\]\)/g)].map(([, metric = '', labels = '']) => ({
        title,
        expr,
        metric,
        labels,
      })),
    );
    expect(counting.length).toBeGreaterThan(10);
    for (const { title, expr, metric, labels } of counting) {
      const [, name = '', values = ''] = /,(\w+)=~?"([^"]*)"/.exec(labels) ?? [];
      const isThere = values
        .split('|')
        .map((value) => (name === '' ? '' : `${name}="${value}"`))
        .every((label) =>
          seriesAtFirst.some((line) => line.startsWith(`${metric}{`) && line.includes(label)),
        );
      expect([title, isThere || expr.includes(`unless ${metric}{${labels}} offset`)]).toEqual([title, true]);
    }
  });

  it('on whatever is greater than nothing do not ask for a rate, which needs two of it', () => {
    for (const { alert, expr } of rules)
      expect([alert, expr]).toEqual([alert, expect.not.stringMatching(/rate\([^)]*\)\)? > 0$/)]);
  });

  it('each say what is wrong, and whom it wakes', () => {
    for (const { alert, labels, annotations } of rules.filter(({ alert }) => alert)) {
      expect([alert, annotations?.summary]).toEqual([alert, expect.stringMatching(/\.$/)]);
      expect([alert, labels?.severity]).toEqual([alert, expect.stringMatching(/^(page|ticket)$/)]);
    }
  });

  it('have names of their own, and so have the panels', () => {
    const names = rules.map(({ alert, record }) => alert ?? record);
    expect(new Set(names).size).toBe(names.length);
    expect(new Set(panels.map(({ id }) => id)).size).toBe(panels.length);
  });

  it('each have a row that says what to do', () => {
    const text = readFileSync(join(ROOT, 'docs/observability.md'), 'utf8');
    const rows = text.split('\n').filter((line) => line.startsWith('| `VlensGateway'));
    const named = rows.flatMap((row) =>
      [...(row.split('|')[1] ?? '').matchAll(/`(\w+)`/g)].map(([, name]) => name),
    );
    expect(named.sort()).toEqual(rules.flatMap(({ alert }) => alert ?? []).sort());
  });

  it('guard the objectives that the documentation states', () => {
    const objectives = new Set(rules.flatMap(({ labels }) => labels?.objective ?? []));
    const text = readFileSync(join(ROOT, 'docs/observability.md'), 'utf8');
    for (const objective of objectives) expect(text).toContain(`\`${objective}\``);
  });
});
