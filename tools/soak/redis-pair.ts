import { setTimeout as pause } from 'node:timers/promises';
import { RedisServer } from './redis-server.js';
import { RoundRobin } from './round-robin.js';

/** A Redis and its replica behind one address, which follows the primary as a managed Redis's does. */
export class RedisPair {
  private constructor(
    private primary: RedisServer,
    private replica: RedisServer,
    private readonly address: RoundRobin,
  ) {}

  static async inFolder(folder: string): Promise<RedisPair> {
    const primary = await RedisServer.inFolder(folder, 'redis-1.aof');
    const replica = await RedisServer.inFolder(folder, 'redis-2.aof');
    const address = await RoundRobin.before([primary.port, replica.port]);
    address.takeOut(replica.port);
    await replica.follow(primary);
    return new RedisPair(primary, replica, address);
  }

  get url(): string {
    return this.address.url.replace('http:', 'redis:');
  }

  /** Kills the primary, which comes back with all that it had. */
  async restartPrimary(pauseMs: number): Promise<void> {
    await this.primary.kill();
    await pause(pauseMs);
    await this.primary.start();
  }

  /** Promotes the replica, without what is written to the old primary before its end: in so many milliseconds, or until something has happened. */
  async failOver(lag: number | Promise<unknown>): Promise<void> {
    const { primary, replica, address } = this;
    await replica.promote();
    await (typeof lag === 'number' ? pause(lag) : lag);
    await primary.kill();
    address.takeOut(primary.port);
    address.putBack(replica.port);
    await primary.start();
    await primary.follow(replica);
    this.primary = replica;
    this.replica = primary;
  }

  async kill(): Promise<void> {
    await Promise.all([this.primary.kill(), this.replica.kill(), this.address.close()]);
  }
}
