import { readConfig } from '../../src/config/config.js';
import { readGiven } from '../../src/config/config-file.js';
import { environment } from '../../src/config/environment.js';
import { readOperations } from '../../src/example-operations.js';
import { GatewayClient } from './gateway-client.js';
import { openGateway } from './gateway-process.js';
import { JoinStory } from './join-story.js';
import { LiveStatus } from './live-status.js';
import { narrateAsJson, narrateInTerminal } from './narrator.js';
import { readOptions } from './options.js';
import { Sandbox } from './sandbox.js';
import { SigningStory } from './story.js';

const LIVE_STATUS = new URL('../../../client/operations/live-status.graphql', import.meta.url);
const JOINING = ['join', 'sessions'].map(
  (name) => new URL(`../../../client/operations/${name}.graphql`, import.meta.url),
);
const OPERATIONS = new URL('../../../client/operations/sign-a-contract.graphql', import.meta.url);
/** The seed's verified customer in Cairo, with a device that the sandbox knows (docs/sandbox.md). */
const CUSTOMER = { phoneNumber: '+201000000001', password: 'Cairo-2026!', deviceId: 'cairo-phone' };

const options = readOptions(process.argv.slice(2));
if (typeof options === 'string') {
  process.stderr.write(`${options}\n`);
  process.exit(2);
}
const write = (text: string) => process.stdout.write(text);
const narrator = options.json ? narrateAsJson(write) : narrateInTerminal(write);
const config = readConfig(readGiven(environment()).env);
let close = async () => {};
let live: LiveStatus | null = null;
try {
  const gateway = await openGateway(config, narrator);
  close = gateway.close;
  const client = new GatewayClient(gateway.url, readOperations(OPERATIONS, ...JOINING), narrator);
  const sandbox = new Sandbox(`http://localhost:${config.sandbox.port}`);
  const subscription = readOperations(LIVE_STATUS).get('LiveStatus') ?? '';
  live = options.live ? new LiveStatus(gateway.url, subscription, narrator) : null;
  const customer = options['from-scratch'] ? await new JoinStory(client, sandbox).play() : CUSTOMER;
  const contract = await new SigningStory(client, sandbox, customer, narrator, live).play(options.folder);
  narrator.end({
    ok: true,
    sentence: `${contract.requestNumber} is Customer Signed; its contract (${contract.pages} pages) is ${contract.file}.`,
    contractFile: contract.file,
  });
} catch (error) {
  process.exitCode = 1;
  narrator.end({
    ok: false,
    sentence: error instanceof Error ? error.message : String(error),
    contractFile: null,
  });
} finally {
  live?.stop();
  await close();
}
