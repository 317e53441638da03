import { spawnSync } from 'node:child_process';
import { argv } from 'node:process';
import { fileURLToPath } from 'node:url';

/**
 * Reads the output of `npm audit --json`: the advisories for the packages that production installs. If the registry does not answer audits,
 * the packages count as clean, and the lines advise to scan the SBOM of `npm run sbom` with a tool that has its own advisories.
 *
 * @param {string} text
 * @returns {{ isAnswered: boolean, isClean: boolean, lines: string[] }}
 */
export function verdictOf(text) {
  const { vulnerabilities, metadata, message, statusCode } = parsed(text);
  if (!vulnerabilities || !metadata)
    return {
      isAnswered: false,
      isClean: true,
      lines: [
        `The registry answers no audit (${statusCode ?? message ?? 'no JSON'}): scan dist/sbom.cdx.json, which npm run sbom writes, e.g. with`,
        '  osv-scanner scan -L sbom.cdx.json   or   grype sbom:sbom.cdx.json',
      ],
    };
  const serious = Object.values(vulnerabilities).filter(({ severity }) => SERIOUS.includes(severity));
  const others = Object.keys(vulnerabilities).length - serious.length;
  return {
    isAnswered: true,
    isClean: serious.length === 0,
    lines: [
      ...serious.map(({ name, severity, range }) => `${severity}: ${name} ${range}`),
      `${serious.length} packages with serious advisories, ${others} with lesser ones.`,
    ],
  };
}

const SERIOUS = ['high', 'critical'];

function parsed(text) {
  try {
    return Object(JSON.parse(text));
  } catch {
    return {};
  }
}

if (argv[1] === fileURLToPath(import.meta.url)) {
  const { stdout } = spawnSync('npm', ['audit', '--omit=dev', '--json'], {
    encoding: 'utf8',
    maxBuffer: 64 * 1024 * 1024,
  });
  const { isClean, lines } = verdictOf(stdout);
  console.log(lines.join('\n'));
  process.exitCode = isClean ? 0 : 1;
}
