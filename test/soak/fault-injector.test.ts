import { expect, it } from '@jest/globals';
import { FaultInjector } from '../../tools/soak/fault-injector.js';
import { FaultProxy } from '../../tools/soak/fault-proxy.js';
import { SeededRandom } from '../../tools/soak/seeded-random.js';
import { type Send, SendLog } from '../../tools/soak/send-log.js';

/** Says what the next fault is, and has it come at once. */
class Dice extends SeededRandom {
  constructor(private readonly value: number) {
    super(1);
  }
  override next(): number {
    return this.value;
  }
  override between(): number {
    return 0;
  }
}
const IN_A_SLOW_STEP = 0.15;
const ON_THE_WAY = 0.9;

/** A stack whose faults end after the first of them. */
async function inject(
  dice: number,
  sendLog = new SendLog(),
  had: (requestId?: string) => boolean = () => true,
) {
  const proxy = await FaultProxy.start('http://127.0.0.1:1');
  const replaced: (string | undefined)[] = [];
  const never = async () => {
    throw new Error('This is another fault.');
  };
  let endAt = Number.POSITIVE_INFINITY;
  const stack = {
    ...{ proxy, sendLog, redis: null, killGateway: never, killSandbox: never },
    replaceGateway: async (requestId?: string) => {
      replaced.push(requestId);
      return had(requestId);
    },
  };
  const injector = new FaultInjector(stack, new Dice(dice));
  const during = injector.disturbances.during.bind(injector.disturbances);
  injector.disturbances.during = async (action) => {
    await during(action);
    endAt = 0;
  };
  // Asked at each comparison.
  const time = { valueOf: () => endAt } as unknown as number;
  await injector.runUntil(time, Number.POSITIVE_INFINITY);
  await proxy.close();
  return { replaced, counts: Object.fromEntries(injector.counts), unmet: injector.unmet };
}

/** As if a step were sent at any time, and never answered. */
function withSlowStep(): SendLog {
  const sendLog = new SendLog();
  const more = { deliveredAt: null, status: null, isAccepted: null };
  const send: Send = {
    requestId: 'id-1.1',
    step: 'StepValidateOtp',
    sentAt: Number.POSITIVE_INFINITY,
    ...more,
  };
  sendLog.steps.push(send);
  return sendLog;
}

it('A gateway that is replaced in a slow step is the one that has sent it', async () => {
  expect(await inject(IN_A_SLOW_STEP, withSlowStep())).toMatchObject({
    replaced: ['id-1.1'],
    counts: { 'gateway replaced in a slow step': 1 },
  });
});

it('Where no gateway had a slow step, none is counted as replaced in one', async () => {
  const { counts } = await inject(IN_A_SLOW_STEP, withSlowStep(), () => false);
  expect(counts).toEqual({ 'gateway replaced': 1 });
});

it('A fault on the way to Vlens that no connection met is not counted as one that happened', async () => {
  expect(await inject(ON_THE_WAY)).toMatchObject({ counts: {}, unmet: 1 });
});
