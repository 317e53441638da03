import DOMPurify from 'dompurify';
import { useLayoutEffect, useRef } from 'react';

/** The provider's HTML, without anything that could act or be fetched from elsewhere. */
export default function Html({ html }: { html: string }) {
  const place = useRef<HTMLDivElement>(null);
  useLayoutEffect(() => {
    const clean = DOMPurify.sanitize(html, {
      RETURN_DOM_FRAGMENT: true,
      USE_PROFILES: { html: true },
      FORBID_TAGS: ['style', 'form', 'input', 'button', 'textarea', 'select', 'video', 'audio'],
      FORBID_ATTR: ['style', 'id', 'name'],
    });
    for (const link of clean.querySelectorAll('a')) {
      link.target = '_blank';
      link.rel = 'noopener noreferrer';
    }
    place.current?.replaceChildren(clean);
  }, [html]);
  return <div ref={place} className="html" dir="auto" />;
}
