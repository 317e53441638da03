/**
 * What `node` is started with: src/main.ts, once all its modules are there. It imports nothing else, since Node reports a missing module
 * of its own with a stack trace, before any code of ours runs.
 */
await import('./main.js').catch((error: unknown) => {
  const sentence = explanation(error);
  if (sentence === null) throw error;
  process.stderr.write(`${sentence}\n`);
  process.exit(1);
});

/** The message for a start that failed because of the files of this installation; null for any other error. */
function explanation(error: unknown): string | null {
  if (!(error instanceof Error)) return null;
  const { code, path } = error as NodeJS.ErrnoException;
  // node-gyp-build, which loads classic-level's binary, gives its error no code.
  if (code === undefined) return error.message.startsWith('No native build was found') ? incomplete() : null;
  if (['EMFILE', 'ENFILE'].includes(code))
    return 'This process may not open as many files as a start needs; allow it more, e.g. 1024 with `ulimit -n` or LimitNOFILE.';
  // The error codes of import(), of require(), and of a native library for another machine.
  if (['ERR_MODULE_NOT_FOUND', 'MODULE_NOT_FOUND', 'ERR_DLOPEN_FAILED'].includes(code)) return incomplete();
  return path === undefined
    ? null
    : `The gateway can’t use ${path} (${code}); see that it is there, and that this user may use it.`;
}

function incomplete(): string {
  return (
    'A part of the gateway’s installation is missing, or was made for another kind of machine; copy all that docs/running.md lists, ' +
    'dist/gateway with its node_modules, or run npm ci here.'
  );
}
