import { everyQuestion } from '../form/form-rules.js';
import { unknownAnswer } from './after-contact.js';
import { whatIsMissing } from './after-identity.js';
import { know, problemOf, read, show, showError } from './moves.js';
import type { AnswerOf, Product, ProductForm, Submitted } from './operations.js';
import type { Way } from './way.js';

export function afterProducts(way: Way, products: AnswerOf<'productTypes'>): Way {
  if (!products)
    return { ...way, fault: { kind: 'unavailable' }, call: { name: 'productTypes', variables: {} } };
  const { productTypeId } = way.known;
  // Chosen before the page was reloaded.
  if (products.some((product) => product.productTypeId === productTypeId) && productTypeId !== null)
    return read(show(way, chooseOf(products)), 'productType', { id: productTypeId });
  return products.length === 0
    ? show(way, { kind: 'stopped', why: 'noProducts', said: null })
    : show(way, chooseOf(products));
}

export function afterForm(way: Way, product: AnswerOf<'productType'>): Way {
  if (!product)
    return showError(know(way, { productTypeId: null }), {
      reason: 'NOT_FOUND',
      said: [],
      fields: [],
      gone: 'product',
    });
  if (!product.formFields)
    return {
      ...way,
      fault: { kind: 'unavailable' },
      call: { name: 'productType', variables: { id: product.productTypeId } },
    };
  return show(way, { kind: 'form', product, problem: null });
}

/** The form in another language: what was chosen of a list keeps its place in it, since its name may be another one now. */
export function formReworded(way: Way, product: ProductForm): Way {
  const { screen } = way;
  if (screen.kind !== 'form' || screen.product.productTypeId !== product.productTypeId) return way;
  const before = new Map(everyQuestion(screen.product.formFields ?? []).map((each) => [each.key, each]));
  const values = { ...way.known.values };
  for (const { key, options = [] } of everyQuestion(product.formFields ?? [])) {
    const place = before.get(key)?.options?.findIndex(({ name }) => name === values[key]) ?? -1;
    const chosen = options[place]?.name;
    if (chosen !== undefined) values[key] = chosen;
  }
  return { ...know(way, { values }), screen: { ...screen, product } };
}

export function afterCreated(way: Way, answer: AnswerOf<'createBusinessRequest'>): Way {
  switch (answer.__typename) {
    case 'BusinessRequestCreated':
      return afterCreation(
        know(way, { values: {}, signers: [], productTypeId: null }),
        answer.businessRequest,
      );
    case 'NotEligible':
      return whatIsMissing(way, answer.eligibility, answer.message);
    case 'Rejection':
      return showError(way, problemOf(answer));
    default:
      return unknownAnswer(answer);
  }
}

export function afterCurrentRequest(way: Way, request: AnswerOf<'currentBusinessRequest'>): Way {
  return request ? standingOf(way, request) : show(way, { kind: 'stopped', why: 'notEligible', said: null });
}

/** The answer of a creation may have no status: the waiting screen reads it then. */
function afterCreation(way: Way, request: Submitted): Way {
  if (request.status !== 'UNKNOWN') return standingOf(way, request);
  return show(know(way, { requestId: request.id }), { kind: 'waiting', request });
}

const LEADS_TO: Record<Submitted['nextStep'], 'waiting' | 'sign' | 'stopped'> = {
  WAIT_FOR_APPROVAL: 'waiting',
  SIGN: 'sign',
  SIGN_UNLESS_SIGNED: 'sign',
  WAIT_FOR_OTHER_SIGNERS: 'sign',
  // The signing page shows what is signed already.
  WAIT_FOR_COUNTERSIGNATURE: 'sign',
  DONE: 'sign',
  NONE: 'stopped',
};

/** Where a request stands decides where its customer goes on; a gateway that was deployed since may name a step that is not known here. */
export function standingOf(way: Way, request: Submitted): Way {
  const known = know(way, { requestId: request.id });
  switch (LEADS_TO[request.nextStep] ?? 'stopped') {
    case 'waiting':
      return show(known, { kind: 'waiting', request });
    case 'sign':
      return show(known, { kind: 'sign', requestId: request.id });
    case 'stopped': {
      const why = request.status === 'REJECTED' ? 'rejected' : 'unknownStatus';
      return show(known, { kind: 'stopped', why, said: null });
    }
  }
}

function chooseOf(products: Product[]) {
  return { kind: 'products', products, problem: null } as const;
}
