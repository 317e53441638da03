import { useSwitched } from '../../i18n/use-switched';
import type { Account } from '../account';
import { DOCUMENTS, REQUEST_STATUS } from '../documents';
import type { WayStore } from '../store/way-store';

/** Asks for the provider's own words again when the customer switches the language; where nobody answers, they stay as they are. */
export function useReworded({ way, dispatch }: WayStore, account: Account): void {
  useSwitched(async () => {
    const { screen } = way();
    if (screen.kind === 'products') {
      const { productTypes } = await account.execute(DOCUMENTS.productTypes, {});
      if (productTypes?.length) dispatch({ type: 'productsReworded', products: productTypes });
    } else if (screen.kind === 'form') {
      const { productType } = await account.execute(DOCUMENTS.productType, {
        id: screen.product.productTypeId,
      });
      if (productType?.formFields) dispatch({ type: 'formReworded', product: productType });
    } else if (screen.kind === 'waiting') {
      const { businessRequest } = await account.execute(REQUEST_STATUS, { id: screen.request.id });
      if (businessRequest) dispatch({ type: 'statusChanged', request: businessRequest });
    }
  });
}
