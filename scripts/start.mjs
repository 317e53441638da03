import { buildForProductionIfNeeded, buildIfNeeded } from './build-if-needed.mjs';
import { stopWithNpm } from './stop-with-npm.mjs';

// The bundle starts faster. In development, separate files give stack traces with the sources, and the page is built at its first request.
const isProduction = process.env.NODE_ENV === 'production';
await (isProduction ? buildForProductionIfNeeded() : buildIfNeeded());
stopWithNpm();
await import(isProduction ? '../dist/gateway/main.js' : '../dist/src/start.js');
