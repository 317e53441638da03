export { type Sandbox, type SandboxSettings, type SandboxSurroundings, startSandbox } from './server.js';
export { SandboxStartError } from './start-error.js';
