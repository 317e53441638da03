import { execFileSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { argv } from 'node:process';

/**
 * Writes what is installed for production and what is built into the pages and the explorer as a CycloneDX list, by npm's own
 * `npm sbom`; what comes out is checked here, since npm writes a list of nothing as readily.
 */
const FILE = argv[2] ?? 'dist/sbom.cdx.json';
/** What browsers are given: npm knows it as needed for the build alone. */
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

const list = npmSbom('--omit', 'dev');
const { bomFormat, components, dependencies } = list;
addWithDependencies(IN_BROWSERS, npmSbom());
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

function npmSbom(...options) {
  const text = execFileSync(
    'npm',
    ['sbom', '--sbom-format', 'cyclonedx', '--sbom-type', 'application', '--package-lock-only', ...options],
    { encoding: 'utf8', maxBuffer: 64 * 1024 * 1024 },
  );
  const found = JSON.parse(text);
  // npm names the root and workspaces after their folders; their packages' names stand in the purl alone.
  for (const component of [found.metadata.component, ...found.components])
    component.name = nameIn(component.purl);
  return found;
}

/** Puts packages of the whole list, with what they depend on, into the one of production. */
function addWithDependencies(roots, whole) {
  const known = new Set(components.map((component) => component['bom-ref']));
  const edges = new Map(whole.dependencies.map((each) => [each.ref, each]));
  const add = (component) => {
    const ref = component?.['bom-ref'];
    if (!component || known.has(ref) || component.name.startsWith('@types/')) return;
    known.add(ref);
    components.push(component);
    const needed = edges.get(ref)?.dependsOn ?? [];
    for (const next of needed) add(whole.components.find((each) => each['bom-ref'] === next));
    dependencies.push({ ref, dependsOn: needed.filter((next) => known.has(next)) });
  };
  for (const name of roots) for (const each of whole.components) if (each.name === name) add(each);
}

/** `pkg:npm/%40scope/name@1.2.3` is @scope/name. */
function nameIn(purl) {
  return decodeURIComponent(/^pkg:npm\/(.+)@[^@]+$/.exec(purl)?.[1] ?? purl);
}
