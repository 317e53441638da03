import { copyFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { compile } from './compile.mjs';

const ROOT = fileURLToPath(new URL('..', import.meta.url));

// What `npm pack` puts into the sandbox's package: a checkout compiles it elsewhere, with the rest.
compile(join(ROOT, 'sandbox/dist'), ['sandbox/src']);
copyFileSync(join(ROOT, 'LICENSE'), join(ROOT, 'sandbox/LICENSE'));
