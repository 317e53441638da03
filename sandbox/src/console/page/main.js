import { showCards } from './cards.js';
import { showClock } from './clock.js';
import { byId } from './dom.js';
import { showFaults } from './faults.js';
import { showInbox } from './inbox.js';
import { showJoinPage } from './join-page.js';
import { Live } from './live.js';
import { RequestNumbers } from './request-numbers.js';
import { showRequests } from './requests.js';
import { showSessions } from './sessions.js';
import { chosenTenant, showTenant } from './tenant.js';
import { showUsers } from './users.js';
import { showWebhooks } from './webhooks.js';

const connection = byId('connection', HTMLElement);
const live = new Live((isConnected) => {
  connection.dataset.connected = String(isConnected);
  const text = isConnected ? 'live' : 'no connection to the sandbox';
  if (connection.textContent !== text) connection.textContent = text;
});
const requestNumbers = new RequestNumbers();

const tenant = chosenTenant(live);
showClock(live);
await live.refresh();
showRequests(live, tenant, requestNumbers);
await live.refresh();
showInbox(live, tenant, requestNumbers);
showUsers(live, tenant);
showSessions(live, tenant);
showCards();
showJoinPage(live);
showFaults(live);
showWebhooks(live, tenant, requestNumbers);
showTenant(live, tenant);
byId('tenant-choice', HTMLSelectElement).addEventListener('change', () => live.startAgain());
await live.refresh();
