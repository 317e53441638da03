import { useEffect, useState } from 'react';
import { isolated } from '../../ui/isolated';
import { Screen } from '../../ui/screen';
import type { Account } from '../account';
import { DOCUMENTS } from '../documents';
import { useJoinText } from '../i18n/use-join-text';
import type { Event } from '../state/event';
import type { Product, Submitted } from '../state/operations';
import type { Problem } from '../state/way';
import { ProblemText } from './problem-text';

interface ProductsProps {
  products: Product[];
  problem: Problem | null;
  /** Of somebody who may have signed before; null where nobody needs to look. */
  account: Account | null;
  dispatch: (event: Event) => void;
}

/** What the tenant offers; and the contract that the customer has signed before, if there is one. */
export function Products({ products, problem, account, dispatch }: ProductsProps) {
  const { products: text } = useJoinText();
  const signed = useSigned(account);
  return (
    <Screen title={text.title}>
      <p>{text.why}</p>
      <ProblemText problem={problem} />
      <ul className="choices">
        {products.map(({ productTypeId, name, typeName }) => (
          <li key={productTypeId}>
            <button
              type="button"
              className="secondary"
              onClick={() => dispatch({ type: 'productChosen', productTypeId })}
            >
              <bdi>{name || typeName || productTypeId}</bdi>
            </button>
          </li>
        ))}
      </ul>
      {signed && (
        <>
          {signed.requestNumber && (
            <p className="signed-before">{text.signed(isolated(inOneLine(signed.requestNumber)))}</p>
          )}
          <button
            type="button"
            className="secondary"
            onClick={() => dispatch({ type: 'contractWanted', request: signed })}
          >
            {text.openSigned}
          </button>
        </>
      )}
    </Screen>
  );
}

/** With hyphens that no line ends at. */
function inOneLine(number: string): string {
  return number.replaceAll('-', '\u2011');
}

/** The newest request, where it is signed. Nothing hangs on it: where nobody answers, there is only the choice. */
function useSigned(account: Account | null): Submitted | null {
  const [newest, setNewest] = useState<Submitted | null>(null);
  useEffect(() => {
    const left = new AbortController();
    account
      ?.execute(DOCUMENTS.currentBusinessRequest, {}, left.signal)
      .then(({ currentBusinessRequest }) => setNewest(currentBusinessRequest ?? null))
      .catch(() => {});
    return () => left.abort();
  }, [account]);
  const isSigned = newest?.nextStep === 'WAIT_FOR_COUNTERSIGNATURE' || newest?.nextStep === 'DONE';
  return isSigned ? newest : null;
}
