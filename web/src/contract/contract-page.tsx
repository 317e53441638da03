import { day, figure, period } from '../i18n/figures';
import { useSpeech } from '../i18n/language';
import { Screen } from '../ui/screen';
import { Answers } from './answers';
import type { WholeContract } from './contract';
import { Document } from './document';
import { Facts } from './facts';
import { PdfInView } from './pdf-in-view';
import { looksLikeHtml, termsBeside } from './terms';

interface ContractPageProps {
  contract: WholeContract;
  securityHash: string | null;
  goOn: () => void;
}

/** The contract to be read: nothing is signed here. */
export function ContractPage({ contract, securityHash, goOn }: ContractPageProps) {
  const { language, text } = useSpeech();
  const documents = contract.documents.toSorted((one, other) => (one.order ?? 0) - (other.order ?? 0));
  const { financing, terms } = contract;
  const others = termsBeside(documents, terms ?? {});
  return (
    <Screen title={text.contract.title} className="contract">
      <p>{text.contract.intro}</p>
      {contract.status === 'CUSTOMER_PARTIALLY_SIGNED' && (
        <p className="notice">{text.contract.partlySigned}</p>
      )}
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
              [text.contract.amount, figure(language, financing.amount)],
              [text.contract.period, period(language, financing.periodValue, financing.periodUnit)],
              [text.contract.installment, figure(language, financing.installmentValue)],
              [text.contract.installmentsNo, figure(language, financing.installmentsNo)],
              [text.contract.firstInstallment, day(language, financing.firstInstallmentDate)],
              [text.contract.total, figure(language, financing.totalAmount)],
            ]}
          />
        </>
      )}
      {documents.length + others.length > 0 && <h2>{text.contract.documents}</h2>}
      {documents.map((document, at) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: two may share title and order, and they never move.
        <Document key={`${at}:${document.title}`} {...document} />
      ))}
      {others.map(({ term, content }) => (
        <Document
          key={term}
          title={text.contract.terms[term]}
          content={content}
          isHtml={looksLikeHtml(content)}
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
        <button type="button" className="primary" onClick={goOn}>
          {text.contract.goOn}
        </button>
      </div>
    </Screen>
  );
}
