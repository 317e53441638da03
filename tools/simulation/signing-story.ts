import type { SeededRandom } from '../soak/seeded-random.js';
import { ASSUMPTIONS } from './assumptions.js';
import type { ModelledGateway, Question } from './modelled-gateway.js';
import type { VirtualTime } from './virtual-time.js';

const { approvalMs, farShare, pauseMs, readMaxAgeMs, statusMaxAgeMs, wrongCodeShare } = ASSUMPTIONS;

/** Everybody who is on the way to a signature. */
export interface World {
  time: VirtualTime;
  gateway: ModelledGateway;
  random: SeededRandom;
  subscribers: number;
  maxSubscribers: number;
  operations: number;
  stepsTaken: number;
  changes: number;
}

/** One contract from the login to the PDF, as `npm run demo` goes it, with a customer who thinks in between. */
export async function signOneContract(world: World, number: number): Promise<void> {
  const { time, gateway, random } = world;
  const caller = `customer-${number}`;
  const anyReplica = () => random.between(0, 1_000_000);
  const think = () => time.sleep(-Math.log(1 - random.next()) * pauseMs);
  const read = (question: string, maxAgeMs: number = readMaxAgeMs, watched?: Question['watched']) => {
    world.operations += 1;
    return gateway.read({ caller, question, maxAgeMs, requestId: caller, watched }, anyReplica());
  };
  const watch = (watched: Question['watched']) => read('status', statusMaxAgeMs, watched);
  const step = () => {
    world.operations += 1;
    world.stepsTaken += 1;
    return gateway.step(caller, anyReplica());
  };
  /** A webhook arrives at the gateway, and each watching caller reads once. */
  const change = async (isWatched: boolean) => {
    world.changes += 1;
    gateway.changed(caller);
    if (isWatched) await watch('announced');
  };
  const steps = async (count: number) => {
    for (let taken = 0; taken < count; taken += 1) {
      await step();
      await think();
    }
  };

  await steps(1); // login
  await Promise.all([read('product types'), read('eligibility')]);
  await think();
  await read('form');
  await think();
  await steps(1); // create
  await change(false);
  world.subscribers += 1;
  world.maxSubscribers = Math.max(world.maxSubscribers, world.subscribers);
  await watch('opening');
  await time.sleep(approvalMs);
  await change(true);
  await read('the whole request');
  await think();
  await steps(1 + (random.isLucky(farShare) ? 2 : 0)); // activation OTP; from far away liveness, and again
  await steps(1 + (random.isLucky(wrongCodeShare) ? 1 : 0)); // validation
  await steps(1); // confirmation, which signs also where nothing is to be paid
  await change(true);
  await time.sleep(approvalMs);
  await change(true);
  world.subscribers -= 1;
  await steps(1); // link
  await read('the PDF', 0);
}
