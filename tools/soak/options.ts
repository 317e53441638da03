import { parseArgs } from 'node:util';

export const HELP = `Usage: npm run soak [-- OPTION…]

  --seconds N     how long customers come and faults are injected (600)
  --seed N        the same faults again as in an earlier run
  --replicas N    how many gateways there are, with Redis between them (1)
  --customers N   how many customers there are at once (2)
  --proxy NAME    what stands before the gateways: own or haproxy (own)
  --sentinel      Redis behind sentinels
  --rolling       no faults but a deploy: each gateway is replaced in turn
  --help          print this, and end
`;

export interface SoakOptions {
  help: boolean;
  seconds: number;
  seed: number;
  replicas: number;
  /** Customers at once. */
  customers: number;
  isBehindHaproxy: boolean;
  hasSentinels: boolean;
  /** Nothing but a deploy, in place of faults at random: then no step may be of unknown outcome. */
  isDeploy: boolean;
}

/**
 * What stands behind `npm run soak --`; otherwise a sentence that says what is wrong with it. A soak of no gateway would wait for one
 * for ever, and one whose option means nothing would show less than it was asked to.
 * @param args without the program's name
 */
export function readOptions(args: string[]): SoakOptions | string {
  try {
    const { values } = parseArgs({
      args,
      options: {
        help: { type: 'boolean', short: 'h', default: false },
        seconds: { type: 'string', default: '600' },
        seed: { type: 'string', default: String(Date.now() % 1_000_000) },
        replicas: { type: 'string', default: '1' },
        customers: { type: 'string', default: '2' },
        proxy: { type: 'string', default: 'own' },
        sentinel: { type: 'boolean', default: false },
        rolling: { type: 'boolean', default: false },
      },
    });
    const { help, proxy, sentinel, rolling } = values;
    const replicas = wholeNumber('replicas', values.replicas, 1);
    if (proxy !== 'own' && proxy !== 'haproxy') return `--proxy is own or haproxy, and not ${proxy}.`;
    if (sentinel && replicas === 1)
      return '--sentinel is for the Redis between gateways: name --replicas 2 or more.';
    return {
      help,
      seconds: wholeNumber('seconds', values.seconds, 1),
      seed: wholeNumber('seed', values.seed, 0),
      replicas,
      customers: wholeNumber('customers', values.customers, 1),
      isBehindHaproxy: proxy === 'haproxy',
      hasSentinels: sentinel,
      isDeploy: rolling,
    };
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}

function wholeNumber(name: string, text: string, least: number): number {
  const number = Number(text);
  if (text === '' || !Number.isSafeInteger(number) || number < least)
    throw new Error(`--${name} is a whole number from ${least}, and not ${text === '' ? 'empty' : text}.`);
  return number;
}
