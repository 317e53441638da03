import { afterEach, describe, expect, it } from '@jest/globals';
import { held } from '../support/held.js';

interface HandedOver {
  progress: null;
  codesSentAt: number[];
}

interface Tab {
  isElsewhere: () => Promise<boolean>;
  lead: (handOver: () => Promise<HandedOver>) => void;
  takeOver: () => Promise<HandedOver | null>;
  close: () => void;
}

/** Of a page, whose types are not those of Node. */
const MODULE: string = '../../web/src/signing/tabs.js';
const { Tabs } = (await import(MODULE)) as {
  Tabs: new (requestId: string, owner: string | null, onElsewhere: () => void) => Tab;
};

describe('The tabs in which one customer has a request open', () => {
  const opened: Tab[] = [];
  const tab = () => {
    const made = new Tabs('request', 'owner', () => {});
    opened.push(made);
    return made;
  };
  afterEach(() => {
    for (const each of opened.splice(0)) each.close();
  });

  it('a tab that asks twice at once hears both answers', async () => {
    const handed: HandedOver = { progress: null, codesSentAt: [1] };
    const [arrived, release] = held();
    tab().lead(async () => {
      await arrived;
      return handed;
    });
    const other = tab();
    const asked = [other.takeOver(), other.takeOver()];
    release();
    expect(await Promise.all(asked)).toMatchObject([handed, handed]);
  });
});
