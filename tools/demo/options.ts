import { parseArgs } from 'node:util';

export interface DemoOptions {
  json: boolean;
  live: boolean;
  /** From registration on, in place of a customer who exists. */
  'from-scratch': boolean;
  folder: string;
}

/**
 * What stands behind `npm run demo --`; otherwise a sentence that says what may.
 * @param args without the program's name
 */
export function readOptions(args: string[]): DemoOptions | string {
  try {
    return parseArgs({
      args,
      options: {
        json: { type: 'boolean', default: false },
        live: { type: 'boolean', default: false },
        'from-scratch': { type: 'boolean', default: false },
        folder: { type: 'string', default: '.data/contracts' },
      },
    }).values;
  } catch {
    return (
      'npm run demo -- [--live] [--from-scratch] [--json] [--folder <path>]\n' +
      'It speaks to the gateway at PORT and the sandbox at SANDBOX_PORT, and starts them where they are not up.'
    );
  }
}
