import type { SigningProgress } from '@vlens-gateway/client';
import type { ComponentType } from 'react';
import { useOpeningI18n } from '../i18n/context';
import { currencyOf, day, figure, period } from '../i18n/figures';
import { HaveCode } from '../signing/have-code';
import { Screen } from '../ui/screen';
import { Answers } from './answers';
import type { WholeContract } from './contract';
import { Document, type HtmlProps } from './document';
import { inReadingOrder } from './document-order';
import { Facts } from './facts';
import { looksLikeHtml, termsBeside } from './terms';

/** What the whole page alone can show; the first screen has something in its place. */
export interface ContractParts {
  WhoseTurn: ComponentType<{ requestId: string }>;
  Html: ComponentType<HtmlProps>;
  PdfInView: ComponentType<{ requestId: string; securityHash: string }>;
}

interface ContractPageProps {
  contract: WholeContract;
  securityHash: string | null;
  /** Signs, from the start or with the code that was sent. */
  goOn: (resume?: SigningProgress) => void;
  parts: ContractParts;
}

/** The contract to be read: nothing is signed here. */
export function ContractPage({ contract, securityHash, goOn, parts }: ContractPageProps) {
  const { language, text } = useOpeningI18n();
  const documents = inReadingOrder(language, contract.documents);
  const { financing, terms } = contract;
  // The tenant names it in some of the figures, and not in others.
  const currency = currencyOf(
    financing ? [financing.amount, financing.installmentValue, financing.totalAmount] : [],
  );
  const { WhoseTurn, Html, PdfInView } = parts;
  const others = termsBeside(documents, terms ?? {});
  return (
    <Screen title={text.contract.title} className="contract">
      <p>{text.contract.intro}</p>
      {contract.nextStep === 'SIGN_UNLESS_SIGNED' && <WhoseTurn requestId={contract.id} />}
      <Facts
        facts={[
          [text.contract.product, contract.contractTypeName ?? contract.typeName],
          [text.contract.request, contract.requestNumber],
          [text.contract.customer, contract.fullName],
        ]}
      />
      {financing && (
        <>
          <h2>{text.contract.financing}</h2>
          <Facts
            facts={[
              [text.contract.amount, figure(language, financing.amount, currency)],
              [text.contract.period, period(language, financing.periodValue, financing.periodUnit)],
              [text.contract.installment, figure(language, financing.installmentValue, currency)],
              [text.contract.installmentsNo, figure(language, financing.installmentsNo)],
              [text.contract.firstInstallment, day(language, financing.firstInstallmentDate)],
              [text.contract.total, figure(language, financing.totalAmount, currency)],
            ]}
          />
        </>
      )}
      {documents.length + others.length > 0 && <h2>{text.contract.documents}</h2>}
      {documents.map((document, at) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: two may share title and order, and they never move.
        <Document key={`${at}:${document.title}`} {...document} Html={Html} />
      ))}
      {others.map(({ term, content }) => (
        <Document
          key={term}
          title={text.contract.terms[term]}
          content={content}
          isHtml={looksLikeHtml(content)}
          Html={Html}
        />
      ))}
      {securityHash !== null && <PdfInView requestId={contract.id} securityHash={securityHash} />}
      {contract.formFields.length > 0 && <h2>{text.contract.form}</h2>}
      <Answers answers={contract.formFields} />
      {terms?.confirmationMessage && (
        <>
          <h2>{text.contract.yourSignature}</h2>
          <p className="plain confirmation" dir="auto">
            {terms.confirmationMessage}
          </p>
        </>
      )}
      <div className="go-on">
        {contract.paymentRequired && <p className="quiet">{text.contract.payment}</p>}
        <button type="button" className="primary" onClick={() => goOn()}>
          {text.contract.goOn}
        </button>
        <HaveCode begin={goOn} />
      </div>
    </Screen>
  );
}
