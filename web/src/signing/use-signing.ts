import { useApolloClient } from '@apollo/client/react';
import type { SigningProgress } from '@vlens-gateway/client';
import { useCallback, useEffect, useRef, useState } from 'react';
import { signingChunk } from './signing-chunk';
import type { SigningInTab } from './signing-in-tab';
import type { View } from './view';

/** Signing as React sees it: what the customer sees of it, and what they can do besides answering that. */
export function useSigning(requestId: string) {
  const client = useApolloClient();
  const [view, setView] = useState<View | null>(null);
  const opened = useRef<Promise<SigningInTab>>(null);
  const here = useCallback(() => {
    opened.current ??= signingChunk().then(
      ({ SigningInTab }) => new SigningInTab({ client, requestId, show: setView }),
    );
    return opened.current;
  }, [client, requestId]);
  useEffect(
    () => () => {
      void opened.current?.then((signing) => signing.close());
      opened.current = null;
    },
    [],
  );

  const begin = useCallback(
    async (resume: SigningProgress | null = null) => {
      setView({ kind: 'starting' });
      await (await here()).begin(resume);
    },
    [here],
  );
  const takeOver = useCallback(async () => {
    setView({ kind: 'starting' });
    await (await here()).takeOver();
  }, [here]);
  const leave = useCallback(async () => {
    (await here()).leave();
    setView(null);
  }, [here]);
  return { view, begin, takeOver, leave };
}
