/** The gateway as `npm start` runs it, for as long as the demo that started it lives: a closed stdin ends it. */
process.stdin.on('end', () => process.kill(process.pid, 'SIGTERM'));
process.stdin.resume();
await import('../../src/main.js');
