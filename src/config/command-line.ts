import { parseArgs } from 'node:util';
import { ConfigError } from './config-error.js';

/** What the process has to do. */
export type Command = 'serve' | 'check-config' | 'help' | 'version';

/**
 * Reads the options after `npm start --`.
 * @throws ConfigError if there is an unknown option
 */
export function readCommand(args: string[]): Command {
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
    return values['check-config'] ? 'check-config' : 'serve';
  } catch {
    throw new ConfigError('There is no such option; write --check-config, --help or --version.');
  }
}
