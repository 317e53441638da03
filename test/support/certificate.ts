import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';

const openssl = (folder: string, command: string) =>
  promisify(execFile)('openssl', command.split(' '), { cwd: folder });

/** The certificate of this machine, signed by a CA of the test's own, as openssl makes it. */
export interface Certificate {
  /** The CA as PEM, for clients. */
  ca: string;
  caFile: string;
  /** Files: the certificate, its key, and both in one. */
  chain: string;
  key: string;
  both: string;
  remove(): Promise<void>;
}

/** @param names whom it is of, as openssl writes it */
export async function makeCertificate(names = 'DNS:localhost,IP:127.0.0.1'): Promise<Certificate> {
  const folder = await mkdtemp(join(tmpdir(), 'certificate-'));
  const curve = '-newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes';
  await openssl(folder, `req -x509 ${curve} -subj /CN=Test-CA -days 2 -keyout ca.key -out ca.pem`);
  await openssl(folder, `req ${curve} -subj /CN=localhost -keyout own.key -out own.csr`);
  await writeFile(join(folder, 'names'), `subjectAltName=${names}\n`);
  const signing = '-CA ca.pem -CAkey ca.key -CAcreateserial -extfile names';
  await openssl(folder, `x509 -req -in own.csr ${signing} -days 2 -out own.pem`);
  const [ca, own, key] = await Promise.all(
    ['ca.pem', 'own.pem', 'own.key'].map((name) => readFile(join(folder, name), 'utf8')),
  );
  const both = join(folder, 'both.pem');
  await writeFile(both, `${own}${key}`);
  return {
    ca: String(ca),
    caFile: join(folder, 'ca.pem'),
    chain: join(folder, 'own.pem'),
    key: join(folder, 'own.key'),
    both,
    remove: () => rm(folder, { recursive: true }),
  };
}
