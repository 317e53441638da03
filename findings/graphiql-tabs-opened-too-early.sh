#!/usr/bin/env bash
# Guess: GraphiQL shows its tabs once its editors can show them, and after a reload it has the tabs that it had before.
# Seen (30 November 2026, Chromium 156 of Debian 12): in 3.9.0, 4.1.2 and 5.4.0 the tabs can be clicked before there is an editor. A
# tab that is opened then gets the text of the one before. In 3.9.0 and 4.1.2 that text takes the place of its own, which is lost; in 5.4.0 the
# open tab shows another one's. With defaultTabs and shouldPersistHeaders a first reload adds a tab in 3.9.0 and 4.1.2: what GraphiQL
# keeps of the open tab by itself holds nothing until something was changed, and so matches none in its list. 5.4.0 adds none.
# For you: keep the page inert until useEditorContext() (5: useGraphiQL) names its editors; before 5, complete localStorage before it is
# drawn. On a slow machine people do click that early, and browser tests do it more often still.
# Versions: graphiql@3.9.0, 4.1.2 and 5.4.0, react@18.3.1, vite@7.1.12, playwright-core@1.65.1, Debian 12's chromium-headless-shell. Takes two minutes.
set -euo pipefail
chromium=$(command -v chromium-headless-shell || command -v chromium) || { echo 'chromium is not installed'; exit 2; }
folder=$(mktemp -d); trap 'rm -rf "$folder"' EXIT; cd "$folder"
npm install --prefix . --silent --no-audit --no-fund graphiql@5.4.0 three@npm:graphiql@3.9.0 four@npm:graphiql@4.1.2 graphql@16.11.0 \
  react@18.3.1 react-dom@18.3.1 vite@7.1.12 playwright-core@1.65.1
cat > explorer.js <<'JS'
import 'graphiql/setup-workers/vite';
import 'graphiql/style.css';
import { GraphiQL } from 'graphiql';
import React from 'react';
import { createRoot } from 'react-dom/client';

window.draw(React, createRoot, GraphiQL);
JS
echo '<!doctype html><div id="root" style="height: 600px"></div><script src="/draw.js"></script><script type="module" src="/explorer.js"></script>' > index.html
echo 'export default { base: "/five/", worker: { format: "es" }, build: { outDir: "five" } };' > vite.config.mjs
npx vite build --logLevel error
cat > draw.js <<'JS'
window.draw = (React, createRoot, GraphiQL) => {
  const defaultTabs = ['One', 'Two', 'Three'].map((name) => ({ query: `query ${name} { __typename }`, variables: `{ "name": "${name}" }` }));
  const fetcher = async () => ({ data: {} });
  const props = { fetcher, defaultTabs, shouldPersistHeaders: true, defaultHeaders: '{ "x": "y" }' };
  createRoot(document.getElementById('root')).render(React.createElement(GraphiQL, props));
};
JS
cat > run.mjs <<'JS'
import { readFileSync } from 'node:fs';
import http from 'node:http';
import { chromium } from 'playwright-core';

const VERSIONS = { three: '3.9.0', four: '4.1.2', five: '5.4.0' };
const script = (path) => `<script src="/node_modules/${path}"></script>`;
const umd = (name) => `<!doctype html><link rel="stylesheet" href="/node_modules/${name}/graphiql.min.css"><div id="root" style="height: 600px"></div>
  ${['react/umd/react.production.min.js', 'react-dom/umd/react-dom.production.min.js', `${name}/graphiql.min.js`].map(script).join('')}
  <script src="/draw.js"></script><script>draw(React, ReactDOM.createRoot, GraphiQL)</script>`;
const TYPES = { js: 'text/javascript', css: 'text/css', html: 'text/html' };
const server = http.createServer(({ url }, response) => {
  const name = url.slice(1);
  try {
    const body = name === 'five' ? readFileSync('five/index.html') : name in VERSIONS ? umd(name) : readFileSync(`.${url}`);
    response.writeHead(200, { 'content-type': TYPES[url.split('.').at(-1)] ?? 'text/html' }).end(body);
  } catch {
    response.writeHead(404).end();
  }
});
await new Promise((listening) => server.listen(0, '127.0.0.1', listening));
const browser = await chromium.launch({ executablePath: process.argv[2], args: ['--no-sandbox'] });
// Clicks as soon as there is something to click.
const EARLY = `new MutationObserver((_changes, observer) => {
  const two = [...document.querySelectorAll('[role=tab]')].find((tab) => tab.innerText.includes('Two'));
  if (!two) return;
  observer.disconnect();
  window.editors = document.querySelectorAll('.CodeMirror, .monaco-editor').length;
  two.querySelector('button').click();
}).observe(document, { childList: true, subtree: true })`;
const seen = {};
for (const [name, version] of Object.entries(VERSIONS)) {
  const url = `http://127.0.0.1:${server.address().port}/${name}`;
  const open = async (init) => {
    const page = await (await browser.newContext()).newPage();
    if (init) await page.addInitScript(init);
    await page.goto(url);
    return page;
  };
  const names = async (page) => {
    await page.getByRole('tab').nth(2).waitFor();
    await page.locator('.graphiql-query-editor').getByText('query', { exact: true }).first().waitFor();
    await page.waitForTimeout(2000);
    return (await page.getByRole('tab').allInnerTexts()).map((text) => text.trim()).join(' ');
  };
  const reloaded = await open();
  await names(reloaded);
  await reloaded.reload();
  const early = await open(EARLY);
  const tabs = await names(early);
  const text = /query\s+(\w+)/.exec(await early.locator('.graphiql-query-editor').innerText())?.[1];
  seen[version] = `after a reload: ${await names(reloaded)}; Two opened with ${await early.evaluate('window.editors')} editors: ${tabs}, and the editor shows ${text}`;
  console.log(`graphiql ${version}: ${seen[version]}`);
}
await browser.close();
server.close();
const old = 'after a reload: One Two Three One; Two opened with 0 editors: One One Three, and the editor shows One';
const today = 'after a reload: One Two Three; Two opened with 0 editors: One Two Three, and the editor shows One';
process.exitCode = seen['3.9.0'] === old && seen['4.1.2'] === old && seen['5.4.0'] === today ? 0 : 1;
JS
node run.mjs "$chromium"
