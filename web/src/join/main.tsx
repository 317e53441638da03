import { newIdempotencyKey } from '@vlens-gateway/client';
import { createRoot } from 'react-dom/client';
import { LanguageProvider, messagesOf } from '../i18n/language';
import { visited } from '../visited';
import '../styles/base.css';
import '../styles/contract.css';
import '../styles/signing.css';
import '../styles/join.css';
import { Account } from './account';
import { APP_NAMES, loadJoinText } from './i18n/use-join-text';
import { JoinPage } from './join-page';
import { NOTHING_KNOWN, resumed } from './state/way';
import { deviceId } from './store/device';
import { SealedWay } from './store/sealed-way';
import { WayStore } from './store/way-store';

/** A browser whose storage does not answer keeps nobody waiting. */
const MAX_LOOK_MS = 1500;

async function begin(root: HTMLElement): Promise<void> {
  await visited();
  const account = new Account();
  const [kept, first] = await Promise.all([lookInTime(), messagesOf(), loadJoinText()]);
  const store = new WayStore(resumed(kept?.known ?? NOTHING_KNOWN), {
    send: account.send,
    isKept: Boolean(kept?.sealed),
    keep: (known) => kept?.sealed?.keep(known),
    keepNow: async (known) => kept?.sealed?.keepNow(known),
    stamp: () => ({ key: newIdempotencyKey(), now: Date.now(), deviceId: deviceId() }),
  });
  createRoot(root).render(
    <LanguageProvider first={first} appNames={APP_NAMES} load={loadJoinText}>
      <JoinPage store={store} account={account} />
    </LanguageProvider>,
  );
}

function lookInTime() {
  return Promise.race([lookForWay(), new Promise<null>((late) => setTimeout(late, MAX_LOOK_MS, null))]);
}

async function lookForWay() {
  const sealed = await SealedWay.open();
  return { sealed, known: (await sealed?.load()) ?? null };
}

const root = document.getElementById('root');
if (!root) throw new Error('The page has no root.');
void begin(root);
