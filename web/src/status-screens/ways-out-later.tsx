import { type ComponentProps, lazy, Suspense } from 'react';
import { loadChunk } from '../load-chunk';

const WaysOut = lazy(() =>
  loadChunk(() => import('./ways-out')).then(({ WaysOut }) => ({ default: WaysOut })),
);

/** What few need, fetched by those who do. */
export function WaysOutLater(props: ComponentProps<typeof WaysOut>) {
  return (
    <Suspense>
      <WaysOut {...props} />
    </Suspense>
  );
}
