import { describe, expect, it } from '@jest/globals';
import { looksLikeHtml, termsBeside } from '../../web/src/contract/terms.js';

describe('The terms beside the documents', () => {
  const english = { content: 'The lender grants a loan.' };
  const arabic = { content: ' يمنح المقرض قرضًا. ' };
  const both = `${english.content}\n\n${arabic.content.trim()}`;

  it('are all of them where there are no documents, in the order of reading', () => {
    const terms = { technical: 'The car.', coverPage: 'Bank.', general: ' ', financial: null };
    expect(termsBeside([], terms)).toEqual([
      { term: 'coverPage', content: 'Bank.' },
      { term: 'technical', content: 'The car.' },
    ]);
  });

  it('are none where the documents hold all that they say', () => {
    expect(termsBeside([english, arabic, { content: null }], { contractDocument: both })).toEqual([]);
  });

  it('are shown whole where the documents lack a part', () => {
    expect(termsBeside([english], { contractDocument: both })).toEqual([
      { term: 'contractDocument', content: both },
    ]);
  });

  it.each([
    ['<p>Paid monthly.</p>', true],
    ['First<br />second', true],
    ['The rate is < 5 % and > 3 %.', false],
    ['Plain\n\nwords', false],
  ])('%j is HTML: %s', (text, isHtml) => {
    expect(looksLikeHtml(text)).toBe(isHtml);
  });
});
