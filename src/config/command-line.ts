import { parseArgs } from 'node:util';
import { ConfigError } from './config-error.js';

/** What the process is started for. */
export type Command = 'serve' | 'check-config' | 'help' | 'version';

/**
 * Reads the options after `npm start --`.
 * @throws ConfigError where there is another one
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
