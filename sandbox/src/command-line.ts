import { SandboxStartError } from './start-error.js';

const HELP = `Usage: npx vlens-sandbox

It takes no options but --help. Settings are environment variables, or lines of the file that CONFIG_FILE names:

  HOST (127.0.0.1)
      Address that the sandbox listens on.
  SANDBOX_PORT (4001)
      Port that the sandbox listens on.
  SANDBOX_DATABASE_URL (file:.data/sandbox.db)
      file:<path>, postgres://user:password@host:5432/database, or memory: to forget everything at the end.
  SANDBOX_SIGNING_PAGE_URL (the sandbox's own page)
      Where signing links lead.
  SANDBOX_DIALECT (as it was, current at first)
      What the sample tenant speaks: current, older or sdk.
`;

/**
 * The help, where it is asked for; null where the sandbox is to start.
 * @throws SandboxStartError where there is another option
 */
export function helpFor(args: string[]): string | null {
  if (args.length === 0) return null;
  if (args.every((arg) => arg === '--help' || arg === '-h')) return HELP;
  throw new SandboxStartError('There is no such option; the sandbox takes settings (see --help).');
}
