import { standInBanner } from './banner.js';
import { environment, readSandboxConfig } from './config.js';
import { withConfigFile } from './config-file.js';
import { startSandbox } from './sandbox/server.js';
import { SandboxStartError } from './sandbox/start-error.js';
import { exitOnConfigError, stopOnSignals } from './start-and-stop.js';

const config = await exitOnConfigError(() => readSandboxConfig(withConfigFile(environment())));

const standIn = await exitOnConfigError(() => startSandbox(config), {
  portSetting: 'SANDBOX_PORT',
  port: config.port,
  ownErrors: SandboxStartError,
});

stopOnSignals(() => standIn.close());

process.stdout.write(standInBanner(standIn));
