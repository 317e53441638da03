import { type ReactNode, useLayoutEffect, useRef } from 'react';

interface ScreenProps {
  title: string;
  className?: string;
  mark?: ReactNode;
  children: ReactNode;
}

/**
 * One step of the way. Its heading takes the focus, so that anybody who can't see the page hears where it went: before it is painted,
 * since a key that is pressed between the two would go to the screen that has gone.
 */
export function Screen({ title, className = '', mark, children }: ScreenProps) {
  const heading = useRef<HTMLHeadingElement>(null);
  useLayoutEffect(() => {
    const taken = heading.current?.closest('[data-drawn]');
    // It was drawn before, and is being read: only what comes next moves anybody.
    if (taken) return taken.removeAttribute('data-drawn');
    heading.current?.focus({ preventScroll: true });
    window.scrollTo(0, 0);
  }, []);
  return (
    <section className={`screen ${className}`}>
      {mark && <div className="mark">{mark}</div>}
      <h1 ref={heading} tabIndex={-1}>
        {title}
      </h1>
      {children}
    </section>
  );
}
