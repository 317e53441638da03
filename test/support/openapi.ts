import { createHash } from 'node:crypto';
import { readFileSync, renameSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parse } from 'yaml';

const CONTRACT = new URL('../../src/openapi/vlens.yaml', import.meta.url);

/** `vlens.yaml`, read. Its JSON is kept between test files: most of them need it, and YAML takes long to read. */
export function openApi<T>(): T {
  const yaml = readFileSync(CONTRACT, 'utf8');
  const hash = createHash('sha256').update(yaml).digest('hex').slice(0, 16);
  const file = join(tmpdir(), `vlens-contract-${hash}.json`);
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch {
    const contract = parse(yaml);
    const own = `${file}.${process.pid}`;
    writeFileSync(own, JSON.stringify(contract));
    renameSync(own, file);
    return contract;
  }
}
