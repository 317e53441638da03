import type { Socket } from 'node:net';
import { describe, expect, it } from '@jest/globals';
import { answerClientErrors } from '../../src/server/client-errors.js';

const SOCKET = { writable: true, writableEnded: false } as Socket;

/** What is answered to what Node refuses. */
function told(code: string, isBodyArriving = false) {
  let answer = '';
  const endWith = (_socket: Socket, text: string) => {
    answer = text;
  };
  answerClientErrors(() => 'an-id', { endWith, isBodyArriving: () => isBodyArriving })({ code }, SOCKET);
  const [head = '', body = ''] = answer.split('\r\n\r\n');
  return { head, extensions: JSON.parse(body).errors[0].extensions };
}

describe('A request that is not whole in time', () => {
  it('was not taken, and its client is told when to send it again', () => {
    const { head, extensions } = told('ERR_HTTP_REQUEST_TIMEOUT');
    expect(head).toMatch(/^HTTP\/1\.1 408 [\s\S]*\r\nretry-after: 1$/);
    expect(extensions).toMatchObject({ code: 'RATE_LIMITED', retryAfterSeconds: 1, requestId: 'an-id' });
    expect(extensions.hint).toContain('Nothing of it was taken');
  });

  it('is not sent again by itself where its body came too slowly: it would be as slow again', () => {
    const { head, extensions } = told('ERR_HTTP_REQUEST_TIMEOUT', true);
    expect(head).not.toContain('retry-after');
    expect(extensions).toMatchObject({ code: 'RATE_LIMITED' });
    expect(extensions).not.toHaveProperty('retryAfterSeconds');
  });
});

it('What can’t be read stays as it is: to send it again does not help', () => {
  for (const code of ['HPE_HEADER_OVERFLOW', 'HPE_INVALID_METHOD']) {
    const { head, extensions } = told(code);
    expect(head).not.toContain('retry-after');
    expect(extensions).toEqual({ code: 'BAD_REQUEST', requestId: 'an-id' });
  }
});

it('It is told in the media type under which clients read codes, whatever the status', () => {
  expect(told('ERR_HTTP_REQUEST_TIMEOUT').head).toContain('content-type: application/graphql-response+json;');
});
