import { copyFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

// npm packs the licence that lies in the package's own folder, where it is run.
copyFileSync(fileURLToPath(new URL('../LICENSE', import.meta.url)), 'LICENSE');
