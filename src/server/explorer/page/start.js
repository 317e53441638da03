import { asSession, withSession } from './session.js';

const { React, ReactDOM, GraphiQL, graphqlSse } = window;

const HEADERS = JSON.stringify({ Authorization: 'Bearer <accessToken>' }, null, 2);

const tabs = await (await fetch('/explorer/tabs.json')).json();
const session = { accessToken: null };

ReactDOM.createRoot(document.getElementById('explorer')).render(
  React.createElement(GraphiQL, {
    fetcher,
    defaultHeaders: HEADERS,
    shouldPersistHeaders: true,
    defaultTabs: tabs.map(({ document: query, variables }) => ({
      query,
      variables: Object.keys(variables).length > 0 ? JSON.stringify(variables, null, 2) : '',
      headers: HEADERS,
    })),
  }),
);

/** GraphiQL's way to the gateway: over HTTP, and over server-sent events where the operation is a subscription. */
function fetcher(sentParams, { headers = {} } = {}) {
  const params = withoutStaleName(sentParams);
  const sent = withSession(headers, session);
  return isSubscription(params) ? subscribe(params, sent) : ask(params, sent);
}

async function ask(params, headers) {
  const response = await fetch('/graphql', {
    method: 'POST',
    headers: { accept: 'application/json', 'content-type': 'application/json', ...headers },
    body: JSON.stringify(params),
  });
  const answer = await response.json();
  session.accessToken = asSession(answer) ?? session.accessToken;
  return answer;
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
