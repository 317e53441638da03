import { useEffect, useEffectEvent, useRef } from 'react';
import { useI18n } from '../../i18n/context';
import type { Account } from '../account';
import { DOCUMENTS } from '../documents';
import type { WayStore } from '../store/way-store';

/** Asks for the provider's own words again when the customer switches the language; where nobody answers, they stay as they are. */
export function useReworded({ way, dispatch }: WayStore, account: Account): void {
  const { language } = useI18n();
  const isIn = useRef(language);
  const ask = useEffectEvent(async () => {
    const { screen } = way();
    if (screen.kind === 'products') {
      const { productTypes } = await account.execute(DOCUMENTS.productTypes, {});
      if (productTypes?.length) dispatch({ type: 'productsReworded', products: productTypes });
    } else if (screen.kind === 'form') {
      const { productType } = await account.execute(DOCUMENTS.productType, {
        id: screen.product.productTypeId,
      });
      if (productType?.formFields) dispatch({ type: 'formReworded', product: productType });
    }
  });
  useEffect(() => {
    if (isIn.current === language) return;
    isIn.current = language;
    ask().catch(() => {});
  }, [language]);
}
