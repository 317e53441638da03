/**
 * In place of sha.js, which a library of Apollo's falls back on where it finds no `module.require`, as in a bundle: Node's own
 * hashes take half the time.
 */
module.exports = require('node:crypto').createHash;
