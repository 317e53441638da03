import { copyFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

// npm packs only a licence in the package's own folder, where this script runs.
copyFileSync(fileURLToPath(new URL('../LICENSE', import.meta.url)), 'LICENSE');
