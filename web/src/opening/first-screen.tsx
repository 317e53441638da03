import type { ReactElement } from 'react';
import type { WholeContract } from '../contract/contract';
import { ContractPage, type ContractParts } from '../contract/contract-page';
import { TurnNotice } from '../contract/turn-notice';
import type { Language } from '../i18n/context';
import { I18nContext, speechOf, useOpeningI18n } from '../i18n/context';
import { openingAr } from '../i18n/opening-ar';
import { openingEn } from '../i18n/opening-en';
import { BusyNow } from '../ui/busy-now';
import { Header } from '../ui/header';
import { Steps } from '../ui/steps';

const TEXTS = { en: openingEn, ar: openingAr };

export function openingTexts(language: Language) {
  return TEXTS[language];
}

interface FirstScreenProps {
  language: Language;
  /** Null as long as it is not there, or where something else is to be shown. */
  contract: WholeContract | null;
  securityHash: string | null;
}

/** What is seen before the page's script is there: element for element what `App` renders, which takes it over. */
export function FirstScreen({ language, contract, securityHash }: FirstScreenProps): ReactElement {
  const text = TEXTS[language];
  return (
    <I18nContext value={speechOf(language, { text, appName: text.appName, switchLanguage: NOTHING_YET })}>
      <Header />
      <main>
        {contract ? (
          <div>
            <Steps at="read" />
            <ContractPage contract={contract} securityHash={securityHash} goOn={NOTHING_YET} parts={PARTS} />
          </div>
        ) : (
          <BusyNow>{text.loadingContract}</BusyNow>
        )}
      </main>
    </I18nContext>
  );
}

/** `presses.ts` keeps what is pressed. */
const NOTHING_YET = () => {};

const PARTS: ContractParts = {
  WhoseTurn: () => <TurnNotice signed={[]} left={[]} />,
  Html: ({ title }) => <iframe className="html" sandbox="allow-same-origin" title={title} />,
  PdfInView: () => (
    <button type="button" className="secondary">
      {useOpeningI18n().text.contract.showPdf}
    </button>
  ),
};
