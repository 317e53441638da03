import { parseArgs } from 'node:util';
import { ConfigError } from './config-error.js';
import type { Environment } from './environment.js';

/** What the process has to do. */
export type Command = 'serve' | 'check-config' | 'help' | 'version';

/**
 * What npm makes of `npm start --check-config`: it takes an option without `--` before it for its own, and passes it on in this variable.
 * An operator who only wants to check must not get a running gateway.
 */
const TAKEN_BY_NPM = 'npm_config_check_config';

/**
 * Reads the options after `npm start --`.
 * @throws ConfigError if there is an unknown option
 */
export function readCommand(args: string[], env: Environment): Command {
  try {
    const { values } = parseArgs({
      args,
      options: {
        'check-config': { type: 'boolean' },
        help: { type: 'boolean', short: 'h' },
        version: { type: 'boolean', short: 'v' },
      },
    });
    if (values.help) return 'help';
    if (values.version) return 'version';
    return values['check-config'] || env[TAKEN_BY_NPM] === 'true' ? 'check-config' : 'serve';
  } catch {
    throw new ConfigError('There is no such option; write --check-config, --help or --version.');
  }
}
