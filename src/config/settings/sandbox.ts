import { z } from 'zod';
import { httpUrl, oneOf, port } from '../kinds.js';
import { setting } from '../setting.js';

/** The embedded sandbox. A sandbox that runs alone (`sandbox/`) reads the same names. */
export const SANDBOX_SETTINGS = {
  SANDBOX_PORT: setting({
    type: port(),
    default: 4001,
    example: '4001',
    description: 'Port that the sandbox listens on.',
    secret: false,
  }),
  SANDBOX_DATABASE_URL: setting({
    type: z
      .string()
      .regex(
        /^(file:.+|memory:|postgres(ql)?:\/\/.+)$/,
        'is not a database that the sandbox knows; write file:<path>, postgres://user:password@host:5432/database, or memory: to forget everything at the end',
      ),
    default: 'file:.data/sandbox.db',
    example: 'memory:',
    description:
      'Database of the sandbox: `file:` a path, `memory:`, or `postgres://user:password@host:5432/database` to share one.',
    secret: true,
  }),
  SANDBOX_SIGNING_PAGE_URL: setting({
    type: httpUrl(),
    default: null,
    defaultText: 'this gateway’s `/sign`',
    example: 'https://gateway.example.com/sign',
    description: 'Where the sandbox’s signing links lead.',
    secret: false,
  }),
  SANDBOX_DIALECT: setting({
    type: oneOf(['current', 'older', 'sdk'], 'a dialect of the sandbox'),
    default: null,
    defaultText: 'as it was, `current` at first',
    example: 'older',
    description:
      'How the sandbox’s tenant answers: `current`, `older` or `sdk` ([what differs](vlens.md#the-sandboxs-dialects)).',
    secret: false,
  }),
};
