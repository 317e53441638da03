import { fillIn, learn, recallSession, withSession } from './session.js';

const { React, ReactDOM, GraphiQL, graphqlSse } = window;

const HEADERS = JSON.stringify({ Authorization: 'Bearer <accessToken>' }, null, 2);

const tabs = await (await fetch('/explorer/tabs.json')).json();
let session = recallSession();
completeKept();

ReactDOM.createRoot(document.getElementById('explorer')).render(
  React.createElement(GraphiQL, {
    fetcher,
    defaultHeaders: HEADERS,
    shouldPersistHeaders: true,
    defaultEditorToolsVisibility: 'variables',
    onTabChange: () => setTimeout(showActiveTab),
    toolbar: { additionalComponent: Openness },
    defaultTabs: tabs.map(({ document: query, variables }) => ({
      query,
      variables: written(variables),
      headers: HEADERS,
    })),
  }),
);

function written(variables) {
  return Object.keys(variables).length > 0 ? JSON.stringify(variables, null, 2) : '';
}

/**
 * GraphiQL 3.9.0 shows its tabs before its editors. A tab that is opened between them gets the text of the one before, which
 * takes the place of its own: nothing is clicked until all of them are there.
 */
function Openness() {
  const { queryEditor, variableEditor, headerEditor, responseEditor } = GraphiQL.React.useEditorContext();
  const isOpen = [queryEditor, variableEditor, headerEditor, responseEditor].every(Boolean);
  React.useEffect(() => {
    document.getElementById('explorer').inert = !isOpen;
  }, [isOpen]);
  return null;
}

/**
 * GraphiQL 3.9.0 keeps the open tab twice, in its list and by itself, and by itself only what has changed since the page was
 * opened. It would open the first tab without its variables, and add a tab where it is loaded again soon.
 */
function completeKept() {
  try {
    const kept = JSON.parse(localStorage.getItem('graphiql:tabState'));
    if (kept === null) {
      localStorage.setItem('graphiql:variables', written(tabs[0].variables));
      return;
    }
    const open = kept.tabs[kept.activeTabIndex];
    if (open.query !== (localStorage.getItem('graphiql:query') ?? open.query)) return;
    for (const part of ['query', 'variables', 'headers'])
      if (localStorage.getItem(`graphiql:${part}`) === null)
        localStorage.setItem(`graphiql:${part}`, open[part] ?? '');
  } catch {
    // The variables come when the tab is opened again; a tab more is all that loading again does.
  }
}

/** A new tab comes behind all the others, in a row that is out of sight. */
function showActiveTab() {
  document.querySelector('.graphiql-tab-active')?.scrollIntoView({ block: 'nearest' });
}

/** GraphiQL's way to the gateway: over HTTP, and over server-sent events where the operation is a subscription. */
function fetcher(sentParams, { headers = {} } = {}) {
  const params = withoutStaleName(sentParams);
  return isSubscription(params) ? subscribe(params, withSession(headers, session)) : ask(params, headers);
}

async function ask(params, headers) {
  const { variables, missing } = await fillIn(params.variables, session, newestCode);
  if (missing.length > 0) return { errors: missing.map((message) => ({ message })) };
  const sent = withSession(headers, session);
  const response = await fetch('/graphql', {
    method: 'POST',
    headers: { accept: 'application/json', 'content-type': 'application/json', ...sent },
    body: JSON.stringify({ ...params, variables }),
  });
  const answer = await response.json();
  session = learn(session, answer);
  return answer;
}

/** Of the embedded sandbox's inbox; null where there is none. */
async function newestCode() {
  const response = await fetch('/explorer/newest-code.json');
  return response.ok ? (await response.json()).code : null;
}

function subscribe({ query, variables, operationName }, headers) {
  const client = graphqlSse.createClient({ url: '/graphql/stream', headers, retryAttempts: 0 });
  return client.iterate({ query, variables, operationName });
}

/** GraphiQL names the operation of the tab before, where a tab is run as soon as it is opened. */
function withoutStaleName({ operationName, ...params }) {
  return operationName && params.query.includes(operationName) ? { ...params, operationName } : params;
}

/** Read from the text, since GraphiQL has parsed it only some time after a tab was opened. */
function isSubscription({ query, operationName }) {
  const text = query.replace(/#.*$/gm, '');
  return new RegExp(operationName ? `\\bsubscription\\s+${operationName}\\b` : '^\\s*subscription\\b').test(
    text,
  );
}
