// First: what comes after it reads what the tab keeps.
import './when-visited';

import { openLink } from '../access/link';
import { takeOpening } from '../access/opening';
import { Session } from '../access/session';
import { recallTab } from '../access/tab-memory';
import { isWhole, type WholeContract } from '../contract/contract';
import CONTRACT_PARTS from '../contract/contract-parts.graphql?raw';
import CONTRACT_TO_SIGN from '../contract/contract-to-sign.graphql?raw';
import { placeOf } from '../contract/place';
import type { ContractToSignQuery } from '../gql/graphql';
import { initialLanguage, showLanguage } from '../i18n/context';
import { readFault } from '../status-screens/fault';
import { ask } from './ask';
import { draw } from './draw';
import { FirstScreen, openingTexts } from './first-screen';
import { handOver, type Read } from './hand-over';
import { loadPage } from './load-page';
import { holdPresses } from './presses';
import '../styles/base.css';
import '../styles/contract.css';
import '../styles/signing.css';

/** An answer that does not come keeps the page's script waiting no longer: that has a way out. */
const MAX_WAIT_MS = 10_000;

/**
 * Comes in the page itself, so that on a slow network the contract can be read before anything else is fetched: exchanges the link for a session
 * and the contract, in one request, and draws it. The page's script comes after that, and takes over all of it.
 */
const root = document.getElementById('root') ?? document.body;
const language = initialLanguage();
const text = openingTexts(language);
showLanguage(language, text.appName);
const opening = takeOpening();
const session = new Session(opening);
let isDrawn = false;
let isOver = false;

const show = (contract: WholeContract | null) => {
  // While it is changed (`vite dev`) the page's own script draws everything.
  if (isOver || import.meta.env.DEV) return;
  const securityHash = opening?.securityHash ?? null;
  try {
    draw(<FirstScreen language={language} contract={contract} securityHash={securityHash} />, root);
    isDrawn = contract !== null;
  } catch {
    // The page draws it.
  }
};

/** Draws it, where it is what is seen first. */
function drawn(data: ContractToSignQuery): Read {
  const contract = data.businessRequest;
  const isResumed = recallTab()?.isSigning;
  if (contract && isWhole(contract) && placeOf(contract) === 'toSign' && !isResumed) show(contract);
  return { data };
}

async function read(requestId: string): Promise<Read> {
  const token = session.token();
  try {
    return drawn(await ask<ContractToSignQuery>(CONTRACT_TO_SIGN + CONTRACT_PARTS, { id: requestId }, token));
  } catch (error) {
    if (readFault(error).kind === 'sessionExpired' && session.token() === token) session.expire();
    return { error };
  }
}

const pressNow = holdPresses(text.loading);
const end = () => {
  isOver = true;
  pressNow();
};
let reading: Promise<Read> | null = null;
const exchange = () => {
  const take = (data: ContractToSignQuery) => {
    reading ??= Promise.resolve(drawn(data));
  };
  if (opening) void openLink(session, opening, reading || isOver ? null : take);
};
const stop = session.subscribe(() => {
  const { kind } = session.access();
  if (kind === 'open' && opening) {
    reading ??= read(opening.requestId);
    void reading.finally(loadPage);
  } else if (kind !== 'opening') loadPage();
});
handOver(() => {
  stop();
  return { opening, session, openLink: exchange, reading, isDrawn: () => isDrawn, end };
});
if (opening) {
  show(null);
  exchange();
  setTimeout(loadPage, MAX_WAIT_MS);
} else loadPage();
