import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseEnv } from 'node:util';
import { describe, expect, it } from '@jest/globals';
import { readConfig } from '../../src/config/config.js';
import {
  isSettingName,
  RELOADABLE,
  SETTINGS,
  type SettingName,
  settingOf,
} from '../../src/config/settings.js';
import { MAX_LARGE_BODY_BYTES } from '../../src/server/body-limit.js';
import { gracePeriodMs } from '../../src/server/shutdown/shutdown.js';
import { ROOT } from '../support/root.js';
import {
  baseContainer,
  baseEnvironment,
  describeWithKustomize,
  describeWithLinters,
  errorsIn,
  KUBERNETES,
  type KubernetesObject,
  objectsIn,
  one,
  rendered,
} from './kubernetes-objects.js';

const read = (file: string) => readFileSync(join(KUBERNETES, file), 'utf8');
const base = (file: string): KubernetesObject => objectsIn(read(`base/${file}`))[0];
const SECRETS = {
  VLENS_API_KEY: 'k',
  STATE_SECRET: 'a state secret that is only for tests',
  REDIS_URL: 'redis://redis:6379',
};
const MIB = 1024 * 1024;
const OVERLAYS = ['overlays/production', 'overlays/try-out'];

describe('The Deployment of the base', () => {
  const container = baseContainer();
  const { spec } = base('deployment.yaml').spec.template;

  it('gives the gateway settings that it knows and can start with', () => {
    const env = baseEnvironment({ ...SECRETS, WEBHOOK_SECRET: 'the secret of a webhook' });
    const others = Object.keys(env).filter((name) => !isSettingName(name));
    expect(others.sort()).toEqual(['NODE_OPTIONS']);
    expect(readConfig({ ...env, NODE_ENV: 'production' }).vlens?.url).toBe('https://api.vlenseg.com');
  });

  it('mounts in a file what takes effect at once, and nothing else', () => {
    const names = Object.keys(parseEnv(read('base/live-settings.env')));
    expect(names.length).toBeGreaterThan(0);
    expect(names.filter((name) => !RELOADABLE.has(name))).toEqual([]);
    const [mount] = container.volumeMounts;
    const { CONFIG_FILE } = baseEnvironment(SECRETS);
    expect(CONFIG_FILE).toBe(`${mount.mountPath}/live-settings.env`);
    // A file that is mounted by itself never changes.
    expect(mount.subPath).toBeUndefined();
  });

  it('ends its memory where the alert says that it ends, with a heap below', () => {
    const limit = mebibytes(container.resources.limits.memory);
    const rules = readFileSync(join(ROOT, 'deploy/observability/prometheus-rules.yaml'), 'utf8');
    expect(rules).toContain(`its limit is ${limit} Mi.`);
    const [, threshold = ''] = /process_resident_memory_bytes\S+ > (\S+)/.exec(rules) ?? [];
    expect(Number(threshold)).toBeLessThan(limit * MIB);
    const [, heap = ''] =
      /^--max-old-space-size=(\d+)$/.exec(baseEnvironment(SECRETS).NODE_OPTIONS ?? '') ?? [];
    expect(Number(heap) + 100).toBeLessThanOrEqual(limit);
  });

  it('leaves a signing step the time that it may take before it is killed', () => {
    const needed = gracePeriodMs(readConfig(baseEnvironment(SECRETS))) / 1000;
    const leaving = container.lifecycle.preStop.sleep.seconds;
    expect(spec.terminationGracePeriodSeconds).toBe(leaving + needed);
  });

  it('runs as the image’s own user, at the image’s own port', () => {
    const dockerfile = readFileSync(join(ROOT, 'Dockerfile'), 'utf8');
    const { runAsUser, runAsGroup } = spec.securityContext;
    expect(dockerfile).toContain(`USER ${runAsUser}:${runAsGroup}\n`);
    const [port] = container.ports;
    expect(dockerfile).toContain(`EXPOSE ${port.containerPort}\n`);
    expect(baseEnvironment(SECRETS).PORT).toBe(String(port.containerPort));
    const probes = [container.startupProbe, container.readinessProbe, container.livenessProbe];
    expect(probes.map(({ httpGet }) => httpGet.port)).toEqual(Array(3).fill(port.name));
    expect(base('service.yaml').spec.ports[0].targetPort).toBe(port.name);
    expect(base('network-policy.yaml').spec.ingress[0].ports[0].port).toBe(port.name);
  });

  it('tells each replica how many there may be', () => {
    const { maxReplicas } = base('horizontal-pod-autoscaler.yaml').spec;
    const { maxSurge } = base('deployment.yaml').spec.strategy.rollingUpdate;
    expect(baseEnvironment(SECRETS).MAX_REPLICAS).toBe(String(maxReplicas + maxSurge));
  });

  it('takes secrets by names that the documentation tells', () => {
    const page = readFileSync(join(ROOT, 'docs/running.md'), 'utf8');
    const keys = container.env.flatMap(
      ({ valueFrom }: KubernetesObject) => valueFrom?.secretKeyRef.key ?? [],
    );
    // In the ConfigMap, the only other place, they would lie in clear.
    const secret = (Object.keys(SETTINGS) as SettingName[]).filter(
      (name) => settingOf(name).secret && !name.startsWith('SANDBOX_'),
    );
    expect([...keys].sort()).toEqual([...secret].sort());
    for (const key of keys) expect(page).toContain(`\`${key}\``);
  });
});

describe('The network policy', () => {
  const [dns, publicAddresses, redis, traces] = base('network-policy.yaml').spec.egress;

  it('lets the gateway reach Vlens, Redis, names and a collector, each at its port', () => {
    const ports = base('network-policy.yaml').spec.egress.map(({ ports }: KubernetesObject) =>
      ports.map(({ port }: KubernetesObject) => port),
    );
    expect(ports).toEqual([[53, 53], [443], [6379, 26379], [4318]]);
    expect(dns.to[0].podSelector.matchLabels).toEqual({ 'k8s-app': 'kube-dns' });
    expect(redis.to[0].podSelector.matchLabels).toEqual({ 'app.kubernetes.io/name': 'redis' });
    expect(traces.to[0].podSelector.matchLabels['app.kubernetes.io/name']).toBe('opentelemetry-collector');
    expect(publicAddresses.to[0].ipBlock.except).toContain('169.254.0.0/16');
  });
});

it('The sandbox to try it out with may write to the temporary folder, where its fonts go before it looks at a picture', () => {
  const { spec } = objectsIn(read('overlays/try-out/sandbox.yaml'))[0].spec.template;
  const [{ securityContext, volumeMounts }] = spec.containers;
  expect(securityContext.readOnlyRootFilesystem).toBe(true);
  expect(volumeMounts).toEqual([{ name: spec.volumes[0].name, mountPath: '/tmp' }]);
  expect(spec.volumes[0]).toHaveProperty('emptyDir');
});

describe('The Ingress', () => {
  it('shows what clients and Vlens need, and not what is the operator’s', () => {
    const [pages, files] = objectsIn(read('components/ingress/ingress.yaml'));
    const paths = ({ spec }: KubernetesObject) =>
      spec.rules[0].http.paths.map(({ path, pathType }: KubernetesObject) => `${path} ${pathType}`);
    expect(paths(pages)).toEqual(['/graphql Prefix', '/join Exact']);
    // Below the last one lies what WEBHOOK_PATH_SECRET names.
    expect(paths(files)).toEqual(['/contracts Prefix', '/sign Prefix', '/webhooks/vlens Prefix']);
    expect(files.spec.rules[0].host).toBe(pages.spec.rules[0].host);
    expect(files.spec.tls).toEqual(pages.spec.tls);
  });

  it('logs no address, since those of queries too may open a contract', () => {
    for (const { metadata } of objectsIn(read('components/ingress/ingress.yaml')))
      expect(metadata.annotations['nginx.ingress.kubernetes.io/enable-access-log']).toBe('false');
  });

  it('writes no photograph to the disk of the controller', () => {
    const { annotations } = objectsIn(read('components/ingress/ingress.yaml'))[0].metadata;
    expect(annotations['nginx.ingress.kubernetes.io/proxy-request-buffering']).toBe('off');
  });

  it('takes bodies as large as the gateway does', () => {
    const { annotations } = objectsIn(read('components/ingress/ingress.yaml'))[0].metadata;
    const megabytes = Number.parseInt(annotations['nginx.ingress.kubernetes.io/proxy-body-size'], 10);
    expect(megabytes * 1024 * 1024).toBeGreaterThanOrEqual(MAX_LARGE_BODY_BYTES);
  });
});

describe.each(['base', ...OVERLAYS])('%s', (folder) => {
  describeWithKustomize('is rendered, and', () => {
    it('refers to what is there', () => {
      const objects = rendered(folder);
      const { spec: pod } = one(objects, 'Deployment').spec.template;
      const [container] = pod.containers;
      const names = (kind: string) =>
        objects.filter(({ kind: its }) => its === kind).map(({ metadata }) => metadata.name);
      expect(names('ConfigMap')).toContain(container.envFrom[0].configMapRef.name);
      expect(names('ConfigMap')).toContain(pod.volumes[0].configMap.name);
      expect(names('ServiceAccount')).toContain(pod.serviceAccountName);
      expect(one(objects, 'HorizontalPodAutoscaler').spec.scaleTargetRef.name).toBe('vlens-gateway');
      const live = one(objects, 'ConfigMap', 'vlens-gateway-live-settings');
      expect(Object.keys(live.data)).toEqual(['live-settings.env']);
    });

    it('selects the gateway’s pods, and others’ where others are meant', () => {
      const objects = rendered(folder);
      const { labels } = one(objects, 'Deployment').spec.template.metadata;
      const { podSelector, egress } = one(objects, 'NetworkPolicy').spec;
      const selectors = [
        one(objects, 'Deployment').spec.selector.matchLabels,
        one(objects, 'Service').spec.selector,
        one(objects, 'PodDisruptionBudget').spec.selector.matchLabels,
        podSelector.matchLabels,
      ];
      for (const selector of selectors) expect(labels).toMatchObject(selector);
      const whither = egress
        .flatMap(({ to }: KubernetesObject) => to)
        .map((to: KubernetesObject) => to.podSelector);
      for (const others of whither.filter(Boolean)) {
        expect(Object.values(others.matchLabels)).not.toContain('vlens-gateway');
      }
    });
  });
});

describe.each(OVERLAYS)('%s', (folder) => {
  describeWithKustomize('is rendered, and', () => {
    it('runs every pod without root, without rights and within a limit, from an image of one version', () => {
      for (const { metadata, spec } of rendered(folder).filter(({ kind }) => kind === 'Deployment')) {
        const { securityContext: pod, containers, automountServiceAccountToken } = spec.template.spec;
        expect([metadata.name, automountServiceAccountToken]).toEqual([metadata.name, false]);
        expect(pod).toMatchObject({ runAsNonRoot: true, seccompProfile: { type: 'RuntimeDefault' } });
        for (const { securityContext, resources, image } of containers) {
          expect(securityContext).toEqual({
            allowPrivilegeEscalation: false,
            readOnlyRootFilesystem: true,
            capabilities: { drop: ['ALL'] },
          });
          expect(mebibytes(resources.limits.memory)).toBeGreaterThanOrEqual(
            mebibytes(resources.requests.memory),
          );
          expect(image).toMatch(/:\d+\.\d+\.\d+(-\w+)?$/);
        }
      }
    });

    it('gives the gateway settings that it can start with', () => {
      const objects = rendered(folder);
      const { containers } = one(objects, 'Deployment').spec.template.spec;
      const { data } = one(objects, 'ConfigMap', containers[0].envFrom[0].configMapRef.name);
      expect(Object.keys(data).filter((name) => !isSettingName(name))).toEqual([]);
      expect(() =>
        readConfig({ NODE_ENV: 'production', ...baseEnvironment(SECRETS), ...data }),
      ).not.toThrow();
    });
  });
});

describeWithKustomize('All that is rendered', () => {
  describeWithLinters('with the kinds’ schemas at hand', () => {
    it('is what a cluster knows', () => {
      expect(errorsIn(OVERLAYS.flatMap(rendered))).toEqual([]);
    }, 120_000);

    it('and a field that no cluster knows is an error', () => {
      const service = one(rendered('base'), 'Service');
      service.spec.sessionAfinity = 'None';
      expect(errorsIn([service])).toEqual([expect.stringContaining('sessionAfinity')]);
    }, 120_000);
  });
});

describeWithKustomize('What is rendered for production', () => {
  it('holds no secret', () => {
    expect(rendered('overlays/production').filter(({ kind }) => kind === 'Secret')).toEqual([]);
  });
});

describeWithKustomize('What is rendered to try it out', () => {
  it('brings each secret that the gateway is started with', () => {
    const objects = rendered('overlays/try-out');
    const refs = one(objects, 'Deployment')
      .spec.template.spec.containers[0].env.map(({ valueFrom }: KubernetesObject) => valueFrom?.secretKeyRef)
      .filter((ref: KubernetesObject) => ref && !ref.optional);
    for (const { name, key } of refs) expect(one(objects, 'Secret', name).data).toHaveProperty([key]);
  });
});

function mebibytes(quantity: string): number {
  const [, number = ''] = /^(\d+)Mi$/.exec(quantity) ?? [];
  return Number(number);
}
