import { describe, expect, it } from '@jest/globals';
import { readBusinessRequest, readSummary } from '../../../src/vlens/read/business-requests.js';
import { aBusinessRequest, aSummary, REQUEST_ID, requestIdOf } from '../../support/builders.js';

describe('A business request', () => {
  it('that says no more than its id has every field, and no list is missing', () => {
    expect(readBusinessRequest({ id: REQUEST_ID.toUpperCase() })).toEqual({
      id: REQUEST_ID,
      requestNumber: null,
      status: 'UNKNOWN',
      statusCode: null,
      statusName: null,
      typeName: null,
      contractTypeId: null,
      contractTypeName: null,
      fullName: null,
      idNumber: null,
      createdAt: null,
      updatedAt: null,
      formFields: [],
      documents: [],
      user: null,
      signers: [],
      terms: null,
      financing: null,
      paymentRequired: null,
      relatedRequests: [],
    });
  });

  it('is read whatever way its values are written', () => {
    const sent = {
      ...aBusinessRequest(),
      requeststatus: '4',
      requestStatusName: null,
      contractTypeId: '414',
      idNumber: 29901011234567,
      amount: 5000,
      generalTC: 'General',
      hasPaymentCheckPerRequestFeature: 'true',
      creationTime: '2026-01-15T10:30:00.1234567',
      lastModificationTime: 'soon',
      documents: [null, { order: '2', isHtml: 1 }],
      customerSigners: [{ customerSigner: null }, 'nobody'],
    };
    const read = readBusinessRequest(sent);
    expect(read).toMatchObject({
      status: 'CUSTOMER_SIGNED',
      statusCode: 4,
      contractTypeId: 414,
      idNumber: '29901011234567',
      createdAt: '2026-01-15T10:30:00.123Z',
      updatedAt: null,
      paymentRequired: true,
      documents: [{ order: 2, title: null, content: null, signature: null, isHtml: true }],
      signers: [{ person: null, isSigned: false }],
    });
    expect(read?.financing).toMatchObject({ amount: '5000', totalAmount: null });
    expect(read?.terms).toMatchObject({ general: 'General', technical: null });
  });

  it.each([[null], ['a'], [[]], [{}], [{ id: '' }], [{ id: 'REQ-1' }], [{ id: 17 }]])(
    'can’t be used without an id: %j',
    (sent) => {
      expect(readSummary(sent)).toBeNull();
      expect(readBusinessRequest(sent)).toBeNull();
    },
  );

  it('carries its related requests, without those that are none', () => {
    const sent = aBusinessRequest({ relatedBusinessRequest: [null, aSummary({ id: requestIdOf(2) }), {}] });
    expect(readBusinessRequest(sent)?.relatedRequests.map(({ id }) => id)).toEqual([requestIdOf(2)]);
  });

  it('may relate to requests within requests, to a depth', () => {
    let sent = aBusinessRequest({ relatedBusinessRequest: null });
    for (let level = 0; level < 500; level += 1) sent = aBusinessRequest({ relatedBusinessRequest: [sent] });
    let depth = 0;
    for (let read = readBusinessRequest(sent); read; read = read.relatedRequests[0] ?? null) depth += 1;
    expect(depth).toBe(9);
  });
});
