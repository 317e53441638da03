import { useEffect, useRef, useState } from 'react';
import styles from '../styles/document.css?url';
import type { HtmlProps } from './document';

/**
 * The provider's HTML in a frame of its own, where the browser runs no script and sends no form, and the page's policy lets
 * nothing be fetched from elsewhere. It is as tall as what it shows.
 */
export function Html({ html, title }: HtmlProps) {
  const frame = useRef<HTMLIFrameElement>(null);
  const sizes = useRef<ResizeObserver>(null);
  const [address, setAddress] = useState<string>();
  useEffect(() => {
    const head = `<!doctype html><meta charset="utf-8"><link rel="stylesheet" href="${location.origin}${styles}">`;
    const whole = `${head}<body dir="auto">${html}`;
    const url = URL.createObjectURL(new Blob([whole], { type: 'text/html;charset=utf-8' }));
    setAddress(url);
    return () => URL.revokeObjectURL(url);
  }, [html]);

  useEffect(() => () => sizes.current?.disconnect(), []);
  const fit = () => {
    // Of what was shown before, which would be kept for its sake.
    sizes.current?.disconnect();
    const shown = frame.current?.contentDocument;
    if (!shown?.body) return;
    shown.addEventListener('click', openOutside);
    sizes.current = new ResizeObserver(() => {
      if (frame.current)
        frame.current.style.height = `${Math.ceil(shown.body.getBoundingClientRect().height)}px`;
    });
    sizes.current.observe(shown.body);
  };
  return (
    <iframe
      ref={frame}
      className="html"
      sandbox="allow-same-origin"
      src={address}
      title={title}
      onLoad={fit}
    />
  );
}

/** A link would take the place of the document, which the policy does not let it. */
function openOutside(event: MouseEvent): void {
  const link = (event.target as Element).closest('a');
  if (!link) return;
  event.preventDefault();
  if (/^https?:/.test(link.href)) window.open(link.href, '_blank', 'noopener,noreferrer');
}
