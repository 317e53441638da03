import { setTimeout as pause } from 'node:timers/promises';
import { Pool } from 'undici';
import { subscribe } from './watchers.mjs';

/** A poll, and what may be late by it: a status is right where it was true at some time in so many milliseconds before the answer. */
export const POLL_MS = 5000;
export const STALE_MS = 5000;
const CONNECTIONS = 256;
/** A customer taps again, so often and after so long. */
const TRIES = 3;
const TRY_AGAIN_MS = 2000;
/** Between two steps: the story of minutes in the time that there is. */
const THINKS_MS = 500;
/** They come all through the hour: who watches stays to its end. Vlens approves what has been watched for a while. */
const COME = 0.88;
const CHANGES_FROM = 0.1;
const CHANGES_TO = 0.95;
const LAST_SIGNER = 0.8;

/** The hour's customers at one contender. */
export class BusyHour {
  reads = { right: 0, wrong: 0, failed: 0 };
  steps = { wanted: 0, done: 0, waits: [] };
  lateness = { subscribers: [], pollers: [] };
  /** By change that a subscriber received: when it came about, and how late the subscriber received it. */
  received = [];
  causes = new Map();
  /** By request: its statuses, each with when it became true. */
  truth = new Map();
  ends = [];

  constructor({ contender, served, world, seconds, changes }) {
    Object.assign(this, { contender, served, world, changes });
    this.pool = new Pool(new URL(served.url).origin, { connections: CONNECTIONS, pipelining: 1 });
    this.spanMs = seconds * 1000;
  }

  async play() {
    this.startedAt = performance.now();
    this.endAt = this.startedAt + this.spanMs;
    const { customers } = this.world;
    for (const { kind, requestId } of customers)
      this.truth.set(requestId, [{ status: kind === 'signing' ? 'APPROVED' : 'PENDING_APPROVAL', at: 0 }]);
    const of = (wanted) => customers.filter(({ kind }) => kind === wanted);
    const watching = of('watching');
    const isSubscriber = (number) => this.contender.subscription !== null && number % 3 === 0;
    const all = [
      ...watching.map((customer, number) => {
        const from = ((this.spanMs * COME) / watching.length) * number;
        return isSubscriber(number) ? this.follow(customer, from) : this.poll(customer, from);
      }),
      ...of('looking').map((customer, number, { length }) =>
        this.look(customer, (this.spanMs * 0.9 * number) / length),
      ),
      ...of('signing').map((customer, number, { length }) =>
        this.sign(customer, (this.spanMs * LAST_SIGNER * number) / length),
      ),
      this.change(watching),
    ];
    await Promise.all(all);
    for (const end of this.ends) end();
    await this.pool.close();
  }

  /** Vlens approves one after the other. */
  async change(watching) {
    const every = (this.spanMs * (CHANGES_TO - CHANGES_FROM)) / this.changes;
    for (let change = 0; change < this.changes; change += 1) {
      await this.until(this.spanMs * CHANGES_FROM + every * change);
      const { requestId } = watching[Math.floor((change * watching.length) / this.changes)];
      await this.world.control(`requests/${requestId}/approve`, {});
      this.truth.get(requestId).push({ status: 'APPROVED', at: performance.now() });
    }
  }

  async follow({ requestId, token }, from) {
    await this.until(from);
    const { url, ssePath } = this.served;
    const { over, subscription: query } = this.contender;
    const open = () => {
      if (performance.now() > this.endAt) return;
      const end = subscribe({
        url: over === 'sse' && ssePath ? new URL(ssePath, url).href : url,
        over,
        query,
        id: requestId,
        token,
        onStatus: (status) => this.hear('subscribers', requestId, status),
        lost: () => {
          this.fail('a subscription was lost');
          const timer = setTimeout(open, POLL_MS);
          this.ends.push(() => clearTimeout(timer));
        },
      });
      this.ends.push(end);
    };
    open();
    await this.until(this.spanMs);
  }

  async poll({ requestId, token }, from) {
    for (let at = from; at < this.spanMs; at += POLL_MS) {
      await this.until(at);
      const status = await this.read('status', requestId, token, requestId);
      if (status) this.hear('pollers', requestId, status);
    }
  }

  async look({ requestId, token }, from) {
    await this.until(from);
    await this.read('list', undefined, token, requestId);
    await pause(THINKS_MS);
    await this.read('one', requestId, token, requestId);
  }

  async sign({ requestId, token }, from) {
    this.steps.wanted += 5;
    await this.until(from);
    const otpRequestId = await this.step('otp', { requestId }, token);
    if (!otpRequestId) return;
    await pause(THINKS_MS);
    const { messages } = await this.world.control(`inbox?requestId=${requestId}`);
    const code = { requestId, otpRequestId, otpCode: messages[0].code };
    if (!(await this.step('validate', code, token))) return;
    await pause(THINKS_MS);
    if (!(await this.step('confirm', { requestId }, token))) return;
    this.truth.get(requestId).push({ status: 'CUSTOMER_SIGNED', at: performance.now() });
    const hash = await this.step('link', { requestId }, token);
    if (hash) await this.step('pdf', { requestId, hash }, token);
  }

  /** A step, tapped again where it failed; its answer, or null where it was never done. */
  async step(name, input, token) {
    const startedAt = performance.now();
    for (let tries = 0; tries < TRIES; tries += 1) {
      const answer = await this.ask(name, input, token);
      if (answer) {
        this.steps.done += 1;
        this.steps.waits.push(performance.now() - startedAt);
        return answer;
      }
      await pause(TRY_AGAIN_MS);
    }
    return null;
  }

  async read(name, asked, token, requestId) {
    const status = await this.ask(name, asked, token);
    if (status === null) this.reads.failed += 1;
    else if (this.wasTrue(requestId, status)) this.reads.right += 1;
    else this.reads.wrong += 1;
    return status;
  }

  wasTrue(requestId, status) {
    const known = this.truth.get(requestId);
    const at = known.findIndex((each) => each.status === status);
    if (at < 0) return false;
    const next = known[at + 1];
    return !next || performance.now() - next.at <= STALE_MS;
  }

  hear(who, requestId, status) {
    const [, change] = this.truth.get(requestId);
    if (!change || change.isHeard || change.status !== status) return;
    change.isHeard = true;
    const lateMs = Math.max(0, performance.now() - change.at);
    this.lateness[who].push(lateMs);
    if (who === 'subscribers') this.received.push({ lateMs: Math.round(lateMs), at: change.at });
  }

  async ask(name, asked, token) {
    const { query, variables, read } = this.contender.documents[name];
    try {
      const { statusCode, body } = await this.pool.request({
        method: 'POST',
        path: '/graphql',
        headers: {
          'content-type': 'application/json',
          accept: 'application/json',
          authorization: `Bearer ${token}`,
        },
        body: JSON.stringify({ query, variables: variables(asked) }),
      });
      const text = await body.text();
      const { data, errors } = JSON.parse(text);
      if (errors || !data?.answer) throw new Error(`${name}: ${statusCode} ${errors?.[0]?.message ?? text}`);
      const answer = read(data.answer);
      if (!answer) throw new Error(`${name}: ${text}`);
      return answer;
    } catch (error) {
      this.fail(String(error.message).slice(0, 160));
      return null;
    }
  }

  fail(cause) {
    this.causes.set(cause, (this.causes.get(cause) ?? 0) + 1);
  }

  until(ms) {
    return pause(Math.max(0, this.startedAt + ms - performance.now()));
  }
}
