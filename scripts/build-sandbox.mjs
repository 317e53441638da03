import { copyFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { compile } from './compile.mjs';

const ROOT = fileURLToPath(new URL('..', import.meta.url));

// Compiles the sandbox into sandbox/dist, for `npm pack`. In a checkout the sandbox is compiled into dist/, with all other sources.
compile(join(ROOT, 'sandbox/dist'), ['sandbox/src']);
copyFileSync(join(ROOT, 'LICENSE'), join(ROOT, 'sandbox/LICENSE'));
