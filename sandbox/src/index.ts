export { type Sandbox, type SandboxOverrides, type SandboxSettings, startSandbox } from './server.js';
export { SandboxStartError } from './start-error.js';
export { checkDatabase } from './store/database.js';
