import { readdirSync, readFileSync } from 'node:fs';
import { setTimeout as pause } from 'node:timers/promises';
import { Pool } from 'undici';

/** The load of one contender: so many connections, each asking again as soon as it has its answer. */
export class Load {
  /** @param {{name: string, requestOf: Function, isAnswered: Function}} contender @param {{url: string, pid: number}} served */
  constructor(contender, served) {
    this.contender = contender;
    this.served = served;
    this.serial = 0;
    this.pools = new Map();
  }

  pool(connections) {
    if (!this.pools.has(connections)) {
      this.pools.set(connections, new Pool(new URL(this.served.url).origin, { connections, pipelining: 1 }));
    }
    return this.pools.get(connections);
  }

  /** Asks once, and throws where the answer is not what was asked for. */
  async check(operation, options) {
    const body = await this.send(this.pool(1), operation, 'check', options);
    if (!this.contender.isAnswered(operation, body, options.size)) {
      throw new Error(`${this.contender.name} does not answer ${operation}: ${body.slice(0, 300)}`);
    }
  }

  /** Asks so often, but for no longer: until the engine has compiled what it runs most. */
  async warmUp({ answers, mostSeconds, ...how }) {
    const endAt = performance.now() + mostSeconds * 1000;
    for (let answered = 0; answered < answers && performance.now() < endAt; )
      answered += (await this.flatOut({ ...how, seconds: 1 })).requests;
  }

  /**
   * As much as it takes for so many seconds.
   * @param {{operation: string, seconds: number, connections: number, callerOf: (connection: number, serial: number) => string, isInlined?: boolean,
   *   isRepeated?: boolean, size?: number}} how `isRepeated`: always the same question
   */
  async flatOut({ seconds, connections, ...how }) {
    const pool = this.pool(connections);
    const endAt = performance.now() + seconds * 1000;
    const cpuBefore = cpuMicroseconds(this.served.pid);
    const startedAt = performance.now();
    let requests = 0;
    const ask = async (connection) => {
      while (performance.now() < endAt) {
        await this.ask(pool, how, connection);
        requests += 1;
      }
    };
    await Promise.all(Array.from({ length: connections }, (_, connection) => ask(connection)));
    const tookMs = performance.now() - startedAt;
    return {
      requests,
      cpuPerRequest: (cpuMicroseconds(this.served.pid) - cpuBefore) / requests,
      perSecond: (requests / tookMs) * 1000,
    };
  }

  /** So many a second, whatever the answers take: what a client waits, with the wait for a late answer before it. */
  async atPace({ seconds, perSecond, connections, ...how }) {
    const pool = this.pool(connections);
    const waits = [];
    const startedAt = performance.now();
    const total = Math.floor(seconds * perSecond);
    const answers = [];
    for (let sent = 0; sent < total; sent += 1) {
      const dueAt = startedAt + (sent / perSecond) * 1000;
      if (dueAt > performance.now()) await pause(dueAt - performance.now());
      answers.push(
        this.ask(pool, how, sent % connections).then(() => {
          waits.push(performance.now() - dueAt);
        }),
      );
    }
    await Promise.all(answers);
    waits.sort((a, b) => a - b);
    return { p50: waits[Math.floor(total * 0.5)], p99: waits[Math.floor(total * 0.99)] };
  }

  async ask(pool, { operation, callerOf, isRepeated, ...options }, connection) {
    const serial = this.serial++ % 1_000_000_000;
    const asked = { ...options, serial: isRepeated ? 0 : serial };
    const body = await this.send(pool, operation, callerOf(connection, serial), asked);
    // The whole of every answer would cost more to look at than to make.
    if (body.includes('"errors"')) throw new Error(`${this.contender.name} failed: ${body.slice(0, 300)}`);
  }

  async send(pool, operation, caller, options) {
    const { method, path, body } = this.contender.requestOf(operation, { serial: 0, ...options });
    const answer = await pool.request({
      method,
      path,
      headers: {
        authorization: `Bearer ${caller}`,
        accept: 'application/json',
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      },
      body: body ?? null,
    });
    const text = await answer.body.text();
    if (answer.statusCode !== 200)
      throw new Error(`${this.contender.name}: HTTP ${answer.statusCode} ${text.slice(0, 300)}`);
    return text;
  }

  async close() {
    await Promise.all([...this.pools.values()].map((pool) => pool.close()));
  }
}

/** The processor's time that a process has taken so far, all its threads together. */
export function cpuMicroseconds(pid) {
  const tasks = `/proc/${pid}/task`;
  const nanoseconds = readdirSync(tasks).reduce((sum, task) => {
    try {
      return sum + Number(readFileSync(`${tasks}/${task}/schedstat`, 'utf8').split(' ', 1)[0]);
    } catch {
      return sum;
    }
  }, 0);
  return nanoseconds / 1000;
}

/** The memory that a process holds, in megabytes. */
export function memoryMegabytes(pid) {
  return Number(/^VmRSS:\s+(\d+)/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))[1]) / 1024;
}
