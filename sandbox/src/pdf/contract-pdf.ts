import { arabicDigits } from '../arabic/digits.js';
import { Page } from './page.js';

/** The same in both languages. */
export interface InBoth {
  en: string;
  ar: string;
}

/** All that a contract's PDF shows. */
export interface ContractForPdf {
  requestNumber: string;
  productName: InBoth;
  status: InBoth;
  createdAt: Date;
  texts: { titleEn: string; titleAr: string; bodyEn: string; bodyAr: string }[];
  /** Each with its value, or with the rows of a table. */
  fields: { label: string; labelAr: string; value?: string; table?: string[][] }[];
  signers: { fullName: string; idNumberMasked: string; signedAt: Date | null }[];
  audit: { at: Date; who: string; step: InBoth; from: InBoth | null; to: InBoth }[];
  generatedAt: Date;
}

const ARABIC = /\p{Script=Arabic}/u;
const TITLE = { size: 18, bold: true };
const HEADING = { size: 12, bold: true, color: '#0b4f6c' };
const SMALL = { size: 8.5 };

/** The contract as a PDF of A4 pages in English and Arabic; the same contract makes the same bytes. */
export async function renderContractPdf(contract: ContractForPdf): Promise<Buffer> {
  const page = new Page({ title: `${contract.requestNumber}`, createdAt: contract.generatedAt });
  writeHead(page, contract);
  writeTexts(page, contract);
  writeFields(page, contract);
  writeSigners(page, contract);
  writeAudit(page, contract);
  const written = `Written ${moment(contract.generatedAt)}`;
  return page.finish((number, of) => ({
    en: `${contract.requestNumber}  ·  ${written}  ·  Page ${number} of ${of}`,
    ar: arabicDigits(`صفحة ${number} من ${of}`),
  }));
}

function writeHead(page: Page, { productName, requestNumber, status, createdAt }: ContractForPdf): void {
  const half = page.width / 2;
  page.row([
    { text: productName.en, style: { ...TITLE, x: page.left, width: half } },
    { text: productName.ar, style: { ...TITLE, x: page.left + half, width: half, direction: 'rtl' } },
  ]);
  page.write(`${requestNumber}  ·  ${status.en}  ·  created ${moment(createdAt)}`, SMALL);
  page.write(`${status.ar}  ·  أُنشئ في ${momentInArabic(createdAt)}`, { ...SMALL, direction: 'rtl' });
  page.gap(10);
}

function writeTexts(page: Page, { texts }: ContractForPdf): void {
  for (const { titleEn, titleAr, bodyEn, bodyAr } of texts) {
    page.room(90);
    page.write(titleEn, HEADING);
    page.write(bodyEn);
    page.gap(4);
    page.write(titleAr, { ...HEADING, direction: 'rtl' });
    page.write(bodyAr, { direction: 'rtl' });
    page.gap(12);
  }
}

function writeFields(page: Page, { fields }: ContractForPdf): void {
  heading(page, 'Form', 'بيانات الطلب', fields.length);
  const third = page.width / 3;
  for (const { label, labelAr, value, table } of fields) {
    page.row([
      { text: label, style: { x: page.left, width: third - 8 } },
      {
        text: value ?? '',
        style: { x: page.left + third, width: third - 8, bold: true, direction: directionOf(value) },
      },
      { text: labelAr, style: { x: page.left + 2 * third, width: third, direction: 'rtl' } },
    ]);
    table?.forEach((cells, index) => {
      const width = page.width / Math.max(1, cells.length);
      page.row(
        cells.map((text, column) => ({
          text,
          style: {
            ...SMALL,
            bold: index === 0,
            x: page.left + column * width,
            width: width - 8,
            direction: directionOf(text),
          },
        })),
      );
    });
  }
}

function writeSigners(page: Page, { signers }: ContractForPdf): void {
  heading(page, 'Signers', 'الموقعون', signers.length);
  const quarter = page.width / 4;
  for (const { fullName, idNumberMasked, signedAt } of signers) {
    const cell = (column: number) => ({ x: page.left + column * quarter, width: quarter - 8 });
    page.row([
      { text: fullName, style: { ...cell(0), direction: directionOf(fullName) } },
      { text: idNumberMasked, style: cell(1) },
      { text: signedAt ? `Signed ${moment(signedAt)}` : 'Not signed yet', style: cell(2) },
      {
        text: signedAt ? `وقّع في ${momentInArabic(signedAt)}` : 'لم يوقّع بعد',
        style: { ...cell(3), width: quarter, direction: 'rtl' },
      },
    ]);
  }
}

function writeAudit(page: Page, { audit }: ContractForPdf): void {
  heading(page, 'Audit trail', 'سجل الإجراءات', audit.length);
  const quarter = page.width / 4;
  for (const { at, who, step, from, to } of audit) {
    const isMove = from !== null && from.en !== to.en;
    const stepIn = (language: keyof InBoth, then: string) =>
      `${step[language]}: ${isMove ? `${from[language]} ${then} ${to[language]}` : to[language]}`;
    page.row(
      [moment(at), who, stepIn('en', '>'), stepIn('ar', 'ثم')].map((text, column) => ({
        text,
        style: {
          ...SMALL,
          x: page.left + column * quarter,
          width: quarter - (column === 3 ? 0 : 8),
          direction: column === 3 ? 'rtl' : directionOf(text),
        },
      })),
    );
  }
}

function heading(page: Page, english: string, arabic: string, rows: number): void {
  if (rows === 0) return;
  page.gap(10);
  page.room(70);
  const half = page.width / 2;
  page.row([
    { text: english, style: { ...HEADING, x: page.left, width: half } },
    { text: arabic, style: { ...HEADING, x: page.left + half, width: half, direction: 'rtl' } },
  ]);
}

/** What somebody wrote reads in the direction of its first letter (UAX 9, P2). */
function directionOf(text: string | undefined): 'ltr' | 'rtl' {
  const [firstLetter = ''] = /\p{L}/u.exec(text ?? '') ?? [];
  return ARABIC.test(firstLetter) ? 'rtl' : 'ltr';
}

function moment(date: Date): string {
  return `${date.toISOString().slice(0, 19).replace('T', ' ')} UTC`;
}

function momentInArabic(date: Date): string {
  const [day = '', time = ''] = date.toISOString().slice(0, 19).split('T');
  return arabicDigits(`${day} ${time} بتوقيت غرينتش`);
}
