import { execFileSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { argv } from 'node:process';

/**
 * Writes what is installed for production as a CycloneDX list, by npm's own `npm sbom`; what comes out is checked here, since npm
 * writes a list of nothing as readily.
 */
const FILE = argv[2] ?? 'dist/sbom.cdx.json';
const text = execFileSync(
  'npm',
  [
    'sbom',
    '--sbom-format',
    'cyclonedx',
    '--sbom-type',
    'application',
    '--omit',
    'dev',
    '--package-lock-only',
  ],
  { encoding: 'utf8', maxBuffer: 64 * 1024 * 1024 },
);
const list = JSON.parse(text);
const { bomFormat, metadata, components, dependencies } = list;
// npm names the root and workspaces after their folders; their packages' names stand in the purl alone.
for (const component of [metadata.component, ...components]) component.name = nameIn(component.purl);
const names = new Set(components.map(({ name }) => name));
const unlicensed = components.filter(({ licenses }) => !licenses?.length).map(({ name }) => name);
if (bomFormat !== 'CycloneDX' || !names.has('fastify') || names.has('jest') || dependencies.length === 0) {
  console.error('npm sbom wrote no list of what production installs.');
  process.exit(1);
}
mkdirSync('dist', { recursive: true });
writeFileSync(FILE, `${JSON.stringify(list, null, 2)}\n`);
console.log(`${FILE}: ${components.length} components, ${unlicensed.length} without a named licence.`);
if (unlicensed.length > 0) console.log(`  ${unlicensed.join(', ')}`);

/** `pkg:npm/%40scope/name@1.2.3` is @scope/name. */
function nameIn(purl) {
  return decodeURIComponent(/^pkg:npm\/(.+)@[^@]+$/.exec(purl)?.[1] ?? purl);
}
