import { STATUSES_IN_ARABIC, stepInArabic } from '../arabic/contract-words.js';
import { valuesOfForm } from '../arabic/in-arabic.js';
import { arabicWord } from '../arabic/words.js';
import type { ContractForPdf, InBoth } from '../pdf/contract-pdf.js';
import { contractTexts } from '../rules/contract-texts.js';
import { shownFields } from '../rules/filled-form.js';
import { STATUSES, type Status } from '../rules/statuses.js';
import type { RequestWithParts } from '../store/request-views.js';
import type { AuditRow } from '../store/tables.js';
import { fullName } from './request-answer.js';

const SHOWN_DIGITS = 4;

/** All that stands on the contract's PDF: of nothing but the contract, so that it is the same file whenever it is asked for. */
export function contractForPdf(
  { summary, fields, product, signers }: RequestWithParts,
  audit: readonly AuditRow[],
): ContractForPdf {
  return {
    requestNumber: summary.requestNumber,
    productName: { en: product.name, ar: product.nameAr },
    status: inBoth(summary.status),
    createdAt: new Date(summary.createdAt),
    texts: contractTexts(product.texts, valuesOfForm(fields)),
    fields: shownFields(fields).map((field) => ({
      label: field.displayText ?? field.key ?? '',
      labelAr: field.displayArText ?? '',
      ...(field.type === 'table'
        ? { table: (field.tabularData ?? []).map((row) => row.map(withArabic)) }
        : { value: withArabic(field.value ?? '') }),
    })),
    signers: signers.map(({ customer, signedAt }) => ({
      fullName: fullName(customer),
      idNumberMasked: masked(customer.nationalId ?? ''),
      signedAt: signedAt === null ? null : new Date(signedAt),
    })),
    audit: audit.map(({ at, who, step, fromStatus, toStatus }) => ({
      at: new Date(at),
      who,
      step: { en: step, ar: stepInArabic(step) },
      from: fromStatus && inBoth(fromStatus),
      to: inBoth(toStatus),
    })),
    generatedAt: new Date(audit.at(-1)?.at ?? summary.createdAt),
  };
}

function inBoth(status: Status): InBoth {
  return { en: STATUSES[status].name, ar: STATUSES_IN_ARABIC[status] };
}

/** What was chosen of a list, and what a column is called, is kept under one name. */
function withArabic(text: string): string {
  const arabic = arabicWord(text);
  return arabic === text ? text : `${text} · ${arabic}`;
}

function masked(idNumber: string): string {
  return idNumber.slice(-SHOWN_DIGITS).padStart(idNumber.length, '•');
}
