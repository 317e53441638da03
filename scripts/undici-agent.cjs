/** In place of all of undici: its agent is what calls Vlens, and fetch, caches, cookies and mocks would stay in memory unused. */
module.exports = { Agent: require('../node_modules/undici/lib/dispatcher/agent.js') };
