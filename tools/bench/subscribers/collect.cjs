// Loaded before a contender, with --expose-gc: SIGUSR2 has it collect its garbage, so that what it holds can be distinguished from what it
// has not thrown away yet.
process.on('SIGUSR2', () => globalThis.gc());
