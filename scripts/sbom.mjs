import { execFileSync } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { argv } from 'node:process';

/**
 * Writes a CycloneDX list of the packages that production installs and of those that are built into the pages and the explorer. It uses
 * `npm sbom`, and checks the result, since npm may also write an empty list without an error.
 */
const FILE = argv[2] ?? 'dist/sbom.cdx.json';
/** Packages that browsers load. npm lists them as development dependencies. */
const IN_BROWSERS = [
  '@apollo/client',
  'graphiql',
  'graphql-sse',
  'lean-qr',
  'preact',
  'react',
  'react-dom',
  'rxjs',
];

const list = npmSbom();
restrictTo(list, shippedIn(JSON.parse(readFileSync('package-lock.json', 'utf8')).packages));
const { bomFormat, components, dependencies } = list;
const names = new Set(components.map(({ name }) => name));
const unlicensed = components.filter(({ licenses }) => !licenses?.length).map(({ name }) => name);
const isWhole = ['fastify', ...IN_BROWSERS].every((name) => names.has(name));
if (bomFormat !== 'CycloneDX' || !isWhole || names.has('jest') || dependencies.length === 0) {
  console.error('npm sbom wrote no list of what is shipped.');
  process.exit(1);
}
mkdirSync('dist', { recursive: true });
writeFileSync(FILE, `${JSON.stringify(list, null, 2)}\n`);
console.log(`${FILE}: ${components.length} components, ${unlicensed.length} without a named licence.`);
if (unlicensed.length > 0) console.log(`  ${unlicensed.join(', ')}`);

function npmSbom() {
  const text = execFileSync(
    'npm',
    ['sbom', '--sbom-format', 'cyclonedx', '--sbom-type', 'application', '--package-lock-only'],
    { encoding: 'utf8', maxBuffer: 64 * 1024 * 1024 },
  );
  const found = JSON.parse(text);
  // npm names the root and the workspaces after their folders. Only the purl has the names of their packages.
  for (const component of [found.metadata.component, ...found.components])
    component.name = nameIn(component.purl);
  return found;
}

/**
 * The packages that `npm ci --omit=dev` installs. `npm sbom --omit=dev` omits forty of them, such as lru-cache, although the root depends
 * on it directly (npm 11.19).
 */
function shippedIn(packages) {
  const shipped = Object.entries(packages).filter(([path, { dev }]) => path !== '' && !dev);
  return new Set(
    shipped.map(([path, { name, version }]) => `${name ?? path.split('node_modules/').at(-1)}@${version}`),
  );
}

/** Keeps only these packages, and the packages in browsers with all of their dependencies. */
function restrictTo(whole, shipped) {
  const byRef = new Map(whole.components.map((component) => [component['bom-ref'], component]));
  const edges = new Map(whole.dependencies.map(({ ref, dependsOn = [] }) => [ref, dependsOn]));
  const kept = new Set([whole.metadata.component['bom-ref']]);
  const keepAll = (ref) => {
    const component = byRef.get(ref);
    if (!component || kept.has(ref) || component.name.startsWith('@types/')) return;
    kept.add(ref);
    for (const next of edges.get(ref) ?? []) keepAll(next);
  };
  for (const [ref, { name }] of byRef) if (IN_BROWSERS.includes(name)) keepAll(ref);
  for (const [ref, { name, version }] of byRef) if (shipped.has(`${name}@${version}`)) kept.add(ref);
  whole.components = whole.components.filter((component) => kept.has(component['bom-ref']));
  whole.dependencies = whole.dependencies
    .filter(({ ref }) => kept.has(ref))
    .map(({ ref, dependsOn = [] }) => ({ ref, dependsOn: dependsOn.filter((next) => kept.has(next)) }));
}

/** The package name in a purl: `pkg:npm/%40scope/name@1.2.3` is @scope/name. */
function nameIn(purl) {
  return decodeURIComponent(/^pkg:npm\/(.+)@[^@]+$/.exec(purl)?.[1] ?? purl);
}
