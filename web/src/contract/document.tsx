import type { ComponentType } from 'react';
import { useOpeningI18n } from '../i18n/context';
import type { WholeContract } from './contract';

interface DocumentProps extends Pick<WholeContract['documents'][number], 'title' | 'content' | 'isHtml'> {
  /** What shows HTML. */
  Html: ComponentType<HtmlProps>;
}

export interface HtmlProps {
  html: string;
  title: string;
}

/** One document of the contract; its text may be of another language than the page. */
export function Document({ title, content, isHtml, Html }: DocumentProps) {
  const { text } = useOpeningI18n();
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
