import { Screen } from '../../ui/screen';
import { useJoinText } from '../i18n/use-join-text';
import type { Event } from '../state/event';
import type { Product } from '../state/operations';
import type { Problem } from '../state/way';
import { ProblemText } from './problem-text';

interface ProductsProps {
  products: Product[];
  problem: Problem | null;
  dispatch: (event: Event) => void;
}

/** What the tenant offers. */
export function Products({ products, problem, dispatch }: ProductsProps) {
  const { products: text } = useJoinText();
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
    </Screen>
  );
}
