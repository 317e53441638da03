import { lazy, Suspense } from 'react';
import { useSpeech } from '../i18n/language';
import type { Contract } from './contract';

/** Most contracts are plain text: what cleans HTML is loaded for those that are not. */
const Html = lazy(() => import('./html'));

/** One document of the contract; its text may be of another language than the page. */
export function Document({ title, content, isHtml }: Contract['documents'][number]) {
  const { text } = useSpeech();
  return (
    <details className="document">
      <summary dir="auto">{title || text.contract.untitled}</summary>
      {isHtml ? (
        <Suspense>
          <Html html={content ?? ''} />
        </Suspense>
      ) : (
        <p className="plain" dir="auto">
          {content}
        </p>
      )}
    </details>
  );
}
