import { useOpeningI18n } from '../i18n/context';

/** The page's name and its other language. */
export function Header() {
  const { language, text, appName, switchLanguage } = useOpeningI18n();
  const other = language === 'ar' ? 'en' : 'ar';
  return (
    <header>
      <span className="brand">
        <svg viewBox="0 0 32 32" aria-hidden="true">
          <path d="M8 22c4-1 3-11 7-11s0 11 3 11 3-4 6-5" />
        </svg>
        {appName}
      </span>
      <button type="button" className="language" lang={other} dir="auto" onClick={switchLanguage}>
        {text.otherLanguage}
      </button>
    </header>
  );
}
