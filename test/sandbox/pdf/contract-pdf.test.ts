import { describe, expect, it } from '@jest/globals';
import { getResolvedPDFJS } from 'unpdf';
import { visualRuns } from '../../../sandbox/src/pdf/bidi-line.js';
import { type ContractForPdf, renderContractPdf } from '../../../sandbox/src/pdf/contract-pdf.js';

const AT = new Date('2026-11-23T10:00:00Z');

function aContract(changes: Partial<ContractForPdf> = {}): ContractForPdf {
  return {
    requestNumber: 'REQ-2026-00042',
    productName: { en: 'Personal Loan', ar: 'قرض شخصي' },
    status: { en: 'Customer Signed', ar: 'وقّعه العميل' },
    createdAt: AT,
    texts: [
      {
        titleEn: 'Contract',
        titleAr: 'عقد',
        bodyEn: 'The lender grants a loan.',
        bodyAr: 'يمنح المقرض قرضًا.',
      },
    ],
    fields: [
      { label: 'Full name', labelAr: 'الاسم الكامل', value: 'Ahmed Mohamed' },
      {
        label: 'Obligations',
        labelAr: 'التزامات',
        table: [
          ['Lender', 'Amount'],
          ['Bank', '1200'],
        ],
      },
    ],
    signers: [{ fullName: 'Ahmed Mohamed', idNumberMasked: '••••7890', signedAt: AT }],
    audit: [
      {
        at: AT,
        who: 'Ahmed Mohamed',
        step: { en: 'Create', ar: 'إنشاء الطلب' },
        from: null,
        to: { en: 'Pending Approval', ar: 'في انتظار الموافقة' },
      },
    ],
    generatedAt: AT,
    ...changes,
  };
}

async function read(pdf: Buffer): Promise<{ pages: number; text: string }> {
  const { getDocument } = await getResolvedPDFJS();
  const task = getDocument({ data: new Uint8Array(pdf), verbosity: 0 });
  const document = await task.promise;
  const texts: string[] = [];
  for (let number = 1; number <= document.numPages; number += 1) {
    const { items } = await (await document.getPage(number)).getTextContent();
    texts.push(items.map((item) => ('str' in item ? item.str : '')).join(' '));
  }
  const pages = document.numPages;
  await task.destroy();
  return { pages, text: texts.join('\n') };
}

describe('The contract as a PDF', () => {
  it('opens, and has what was agreed, who signed, when, and how it came about', async () => {
    const { pages, text } = await read(await renderContractPdf(aContract()));
    expect(pages).toBe(1);
    for (const part of [
      'Personal Loan',
      'REQ-2026-00042',
      'Customer Signed',
      'The lender grants a loan.',
      'Ahmed Mohamed',
      '1200',
      '••••7890',
      'Signed 2026-11-23 10:00:00 UTC',
      'Pending Approval',
      'Page 1 of 1',
    ]) {
      expect(text).toContain(part);
    }
  });

  it('has its Arabic in it', async () => {
    const { text } = await read(await renderContractPdf(aContract()));
    const letters = text.normalize('NFKC').replace(/[^\p{Script=Arabic}]/gu, '');
    for (const word of ['الاسم', 'الكامل', 'الموقعون']) expect(letters).toContain(word);
  });

  it('says in Arabic too where it stands, who has signed, and what was done', async () => {
    const unsigned = { fullName: 'Mona', idNumberMasked: '••••1234', signedAt: null };
    const { signers } = aContract();
    const { text } = await read(await renderContractPdf(aContract({ signers: [...signers, unsigned] })));
    const letters = text.normalize('NFKC').replace(/[^\p{Script=Arabic}]/gu, '');
    // Some ligatures are read as one letter here: what none of them touches is looked for.
    for (const part of ['وقعهالعميل', '٢٣١١٢٠٢٦', 'لم', '١١']) expect(letters).toContain(part);
  });

  it('goes on to as many pages as it needs, each with its number', async () => {
    const bodyEn = 'A clause that goes on and on, as clauses do. '.repeat(150);
    const bodyAr = 'بند يطول ويطول كما هي عادة البنود (2026). '.repeat(150);
    const texts = [{ titleEn: 'Terms', titleAr: 'الشروط', bodyEn, bodyAr }];
    const { pages, text } = await read(await renderContractPdf(aContract({ texts })));
    expect(pages).toBeGreaterThan(2);
    for (let number = 1; number <= pages; number += 1) expect(text).toContain(`Page ${number} of ${pages}`);
  });

  it('keeps a word without an end inside its column', async () => {
    const fields = [{ label: 'Note', labelAr: 'ملاحظة', value: 'x'.repeat(500) }];
    const { text } = await read(await renderContractPdf(aContract({ fields })));
    expect(text.replace(/\s/g, '')).toContain('x'.repeat(500));
  });

  it('begins what a customer wrote on the side where its first letter begins', async () => {
    const startsAt = async (value: string, word: string) => {
      const pdf = await renderContractPdf(aContract({ fields: [{ label: 'L', labelAr: 'ع', value }] }));
      const { getDocument } = await getResolvedPDFJS();
      const task = getDocument({ data: new Uint8Array(pdf), verbosity: 0 });
      const { items } = await (await (await task.promise).getPage(1)).getTextContent();
      await task.destroy();
      return items.flatMap((item) =>
        'str' in item && item.str.includes(word) ? [item.transform[4]] : [],
      )[0];
    };
    const left = await startsAt('Flat شقة', 'Flat');
    expect(await startsAt('Flat', 'Flat')).toBe(left);
    expect(await startsAt('شقة Flat', 'Flat')).toBeGreaterThan(left);
  });

  it('can be nearly empty', async () => {
    const { pages } = await read(
      await renderContractPdf(aContract({ texts: [], fields: [], signers: [], audit: [] })),
    );
    expect(pages).toBe(1);
  });

  it('is the same file for the same contract', async () => {
    const [first, second] = [await renderContractPdf(aContract()), await renderContractPdf(aContract())];
    expect(first.equals(second)).toBe(true);
  });
});

describe('A line with Arabic and Latin in it', () => {
  const seen = (line: string, base: 'ltr' | 'rtl') => visualRuns(line, base).map(({ text }) => text);

  it('reads right to left, with Latin words and figures left to right inside', () => {
    expect(seen('السيد Ahmed Mohamed، رقم 5000', 'rtl').map((run) => run.trim())).toEqual([
      '5000',
      '، رقم',
      'Ahmed Mohamed',
      'السيد',
    ]);
  });

  it('keeps dates and numbers in Arabic figures in their order, among Arabic and among Latin words', () => {
    const turned = [...'٢٠٢٧-٠١-٣١'].reverse().join('');
    expect(seen('من ٢٠٢٧-٠١-٣١ إلى', 'rtl')).toContain(turned);
    expect(seen('from ٢٠٢٧-٠١-٣١ on', 'ltr')).toContain(turned);
  });

  it('draws figures with the Latin words around them, so that their full stops and colons are Latin ones', () => {
    expect(seen('at 12.5% from 10:00:00 on', 'ltr')).toEqual(['at 12.5% from 10:00:00 on']);
  });

  it('gives a shadda to the shaping before its vowel mark, which else would hang below it', () => {
    expect(seen('\u062f\u064e\u0651', 'rtl')).toEqual(['\u062f\u0651\u064e']);
  });

  it.each(['2027-01-01', '+201000000001', '50,000.00', '12.5%'])(
    'keeps %s together and in its order',
    (figures) => {
      expect(seen(`المبلغ ${figures} فقط`, 'rtl')).toContain(figures);
    },
  );

  it('turns brackets with the direction that they stand in', () => {
    expect(seen('(نص)', 'rtl')).toEqual([')نص(']);
    expect(seen('(text)', 'ltr')).toEqual(['(text)']);
  });

  it('keeps Arabic figures in their order, though shaping turns them', () => {
    expect(seen('عام ٢٠٢٦', 'rtl')[0]).toBe('٦٢٠٢');
  });
});
