import type { components } from '../../../src/openapi/vlens.js';
import { arabicDigits } from '../arabic/digits.js';

type BusinessRequest = components['schemas']['BusinessRequest'];
type ContractDocument = NonNullable<BusinessRequest['documents']>[number];

/** One text of a contract; `{key}` stands for what the customer wrote in that field. */
export interface ContractText {
  /** Under which name the API answers it, besides among the documents. */
  part:
    | 'coverPage'
    | 'contractDocument'
    | 'generalTC'
    | 'technicalTC'
    | 'financialTC'
    | 'kycConfirmation'
    | 'promissoryNote';
  titleEn: string;
  titleAr: string;
  bodyEn: string;
  bodyAr: string;
}

/** What a filled form says, by key, in each language. */
export type ValuesOfForm = Readonly<Record<'en' | 'ar', ReadonlyMap<string, string>>>;

/** The contract's texts with the customer's values in them. */
export function contractTexts(texts: readonly ContractText[], { en, ar }: ValuesOfForm): ContractText[] {
  const insert = (text: string, values: ReadonlyMap<string, string>) =>
    text.replace(/\{(\w+)\}/g, (_, key: string) => values.get(key) ?? '—');
  return texts.map((text) => ({ ...text, bodyEn: insert(text.bodyEn, en), bodyAr: insert(text.bodyAr, ar) }));
}

/** The contract as the API answers it: each text as a document in English and in Arabic, and under its part's name. */
export function contractParts(
  texts: readonly ContractText[],
  values: ValuesOfForm,
  signature: string | null,
): { documents: ContractDocument[]; terms: Pick<BusinessRequest, ContractText['part']> } {
  const written = contractTexts(texts, values).map((text) => ({
    ...text,
    bodyAr: arabicDigits(text.bodyAr),
  }));
  const pages = written.flatMap((text) => [
    { title: text.titleEn, content: text.bodyEn },
    { title: text.titleAr, content: text.bodyAr },
  ]);
  return {
    documents: pages.map((page, index) => ({ order: index + 1, ...page, signature, isHtml: false })),
    terms: Object.fromEntries(written.map(({ part, bodyEn, bodyAr }) => [part, `${bodyEn}\n\n${bodyAr}`])),
  };
}
