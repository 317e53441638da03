import { useI18n } from '../i18n/language';
import type { WholeContract } from './contract';
import { Html } from './html';

type Shown = Pick<WholeContract['documents'][number], 'title' | 'content' | 'isHtml'>;

/** One document of the contract; its text may be of another language than the page. */
export function Document({ title, content, isHtml }: Shown) {
  const { text } = useI18n();
  return (
    <details className="document">
      <summary>
        <bdi>{title || text.contract.untitled}</bdi>
      </summary>
      {isHtml ? (
        <Html html={content ?? ''} title={title || text.contract.untitled} />
      ) : (
        <p className="plain" dir="auto">
          {content}
        </p>
      )}
    </details>
  );
}
