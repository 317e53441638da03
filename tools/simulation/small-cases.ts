import { ModelledGateway } from './modelled-gateway.js';
import { ModelledVlens, PUBLISHED_QUOTA } from './modelled-vlens.js';
import { VirtualTime } from './virtual-time.js';

const NO_QUOTA = { perSecond: 0, perMinute: 0 };
const SECONDS = 60;
const CALLERS = 50;
/** As the measured upstream takes it. */
const CALL_MS = 20;

/**
 * What `npm run bench:live` measures: 1,000 clients of 50 callers poll the status of each caller's request every second for a
 * minute, while 20 of the requests change.
 * @returns upstream calls
 */
export async function pollsOfAMinute(maxAgeMs: number, hasWebhooks: boolean): Promise<number> {
  const clients = 1000;
  const changes = 20;
  const time = new VirtualTime();
  const vlens = new ModelledVlens(time, NO_QUOTA, CALL_MS);
  const gateway = new ModelledGateway(time, vlens, NO_QUOTA);
  for (let client = 0; client < clients; client += 1) {
    const caller = `caller-${client % CALLERS}`;
    for (let second = 0; second < SECONDS; second += 1)
      time.after((client / clients + second) * 1000, () => {
        void gateway.read({ caller, question: 'status', maxAgeMs, requestId: caller });
      });
  }
  for (let change = 0; hasWebhooks && change < changes; change += 1)
    time.after(((change + 1) * SECONDS * 1000) / (changes + 1), () => gateway.changed(`caller-${change}`));
  await time.pass((SECONDS + 5) * 1000);
  return vlens.calls;
}

/** What `npm run bench:upstream` measures under the quota: 50 callers who poll each second, and a signing step every 5 s. */
export async function pollsUnderQuota() {
  const time = new VirtualTime();
  const vlens = new ModelledVlens(time, PUBLISHED_QUOTA, CALL_MS);
  const gateway = new ModelledGateway(time, vlens, PUBLISHED_QUOTA);
  for (let second = 0; second < SECONDS; second += 1) {
    for (let number = 0; number < CALLERS; number += 1) {
      const caller = `caller-${number}`;
      time.after((second + number / CALLERS) * 1000, () => {
        void gateway.read({ caller, question: 'status', maxAgeMs: 1000, requestId: caller });
      });
    }
    if (second % 5 === 0) time.after((second + 1) * 1000, () => void gateway.step('signer'));
  }
  await time.pass((SECONDS + 15) * 1000);
  return { refusedByVlens: vlens.refused, steps: gateway.steps, reads: gateway.reads };
}
