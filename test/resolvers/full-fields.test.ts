import { describe, expect, it } from '@jest/globals';
import { isObjectType } from 'graphql';
import { BusinessRequestFields } from '../../resolvers/business-request-fields.js';
import { fromSummary } from '../../resolvers/business-request-node.js';
import { asksForFullFields } from '../../resolvers/full-fields.js';
import { buildGatewaySchema } from '../../resolvers/index.js';
import { ReadRefused } from '../../src/vlens/faults.js';
import { aContext, ask } from '../support/ask.js';
import { aRequest, fakeVlensApi, idOf, requests } from '../support/fake-vlens-api.js';

describe('a full field of a request that was read from the light list', () => {
  const fields = new BusinessRequestFields();

  it('is read from the full endpoint, once for all of them', async () => {
    const vlens = fakeVlensApi({ requests: requests(1) });
    const context = aContext(vlens);
    const request = fromSummary(aRequest(1));
    expect(await fields.paymentRequired(request, context)).toBe(true);
    expect(await fields.documents(request, context)).toHaveLength(1);
    expect(vlens.calls).toEqual([{ operation: 'getBusinessRequestById', args: [{ id: idOf(1) }] }]);
  });

  it('is refused where the request is gone meanwhile', async () => {
    const reading = fields.signers(fromSummary(aRequest(1)), aContext(fakeVlensApi()));
    await expect(reading).rejects.toThrow(ReadRefused);
  });
});

describe('every field of a request', () => {
  it('that is asked for alone comes from one call, or two with the products', async () => {
    const schema = await buildGatewaySchema();
    const type = schema.getType('BusinessRequest');
    const names = isObjectType(type) ? Object.keys(type.getFields()) : [];
    expect(names.length).toBeGreaterThan(20);
    for (const name of names) {
      const vlens = fakeVlensApi({ requests: requests(1) });
      const selection = COMPOSITE[name] ?? name;
      const { errors } = await ask(schema, vlens, `{ businessRequest(id: "${idOf(1)}") { ${selection} } }`);
      expect(errors).toBeUndefined();
      expect([name, vlens.count()]).toEqual([name, name === 'productType' ? 2 : 1]);
    }
  });

  it('is light where nothing is selected at all', () => {
    expect(asksForFullFields({ fieldNodes: [], fragments: {}, variableValues: {} }, [])).toBe(false);
  });
});

const COMPOSITE: Record<string, string> = Object.fromEntries(
  [
    'productType { id }',
    'formFields { key }',
    'documents { title }',
    'user { userId }',
    'signers { isSigned }',
  ]
    .concat(['terms { general }', 'financing { amount }', 'relatedRequests { id }'])
    .map((selection) => [selection.split(' ')[0], selection]),
);
