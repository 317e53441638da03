import type { ReactNode } from 'react';

interface BusyNowProps {
  children: string;
  /** What is said below it. */
  more?: ReactNode;
  /** The way out. */
  way?: ReactNode;
}

/** Something is under way; screen readers announce it too. */
export function BusyNow({ children, more, way }: BusyNowProps) {
  return (
    <div className="busy">
      <span className="spinner" aria-hidden="true" />
      <div role="status">
        <h1>{children}</h1>
        {more}
      </div>
      {way}
    </div>
  );
}
