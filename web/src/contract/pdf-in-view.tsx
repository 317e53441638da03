import { useEffect, useState } from 'react';
import { useSession } from '../access/session-context';
import { useI18n } from '../i18n/context';
import { Busy } from '../ui/busy';
import { Wait } from '../ui/wait';
import { fetchPdf, isLinkOver } from './pdf';

interface PdfInViewProps {
  requestId: string;
  securityHash: string;
}

type State =
  | { kind: 'closed' }
  | { kind: 'loading' }
  /** When to try again; null where that is of no use. */
  | { kind: 'failed'; waitSeconds: number | null }
  | { kind: 'open'; url: string };

/** The contract's PDF, shown in the page where the browser can, else opened by it. */
export function PdfInView({ requestId, securityHash }: PdfInViewProps) {
  const { text } = useI18n();
  const session = useSession();
  const [state, setState] = useState<State>({ kind: 'closed' });
  useEffect(() => {
    if (state.kind !== 'open') return;
    return () => URL.revokeObjectURL(state.url);
  }, [state]);

  const open = async () => {
    setState({ kind: 'loading' });
    try {
      const pdf = await fetchPdf(session.token(), { requestId, securityHash });
      if ('file' in pdf) setState({ kind: 'open', url: URL.createObjectURL(pdf.file) });
      else if (isLinkOver(pdf)) setState({ kind: 'failed', waitSeconds: null });
      else setState({ kind: 'failed', waitSeconds: pdf.refused === 'FOR_NOW' ? pdf.retryAfterSeconds : 0 });
    } catch {
      setState({ kind: 'failed', waitSeconds: 0 });
    }
  };

  if (state.kind === 'loading') return <Busy>{text.done.preparing}</Busy>;
  if (state.kind === 'failed')
    return (
      <>
        <p className="notice" role="alert">
          {text.contract.pdfFailed}
        </p>
        {state.waitSeconds !== null && (
          <Wait seconds={state.waitSeconds}>
            <button type="button" className="secondary" onClick={open}>
              {text.tryAgain}
            </button>
          </Wait>
        )}
      </>
    );
  if (state.kind === 'closed')
    return (
      <button type="button" className="secondary" onClick={open}>
        {text.contract.showPdf}
      </button>
    );
  return (
    <>
      {navigator.pdfViewerEnabled && <iframe className="pdf" src={state.url} title={text.contract.pdf} />}
      <div className="row">
        <a className="button secondary" href={state.url} target="_blank" rel="noopener noreferrer">
          {text.contract.openPdf}
        </a>
        <button type="button" className="secondary" onClick={() => setState({ kind: 'closed' })}>
          {text.contract.hidePdf}
        </button>
      </div>
    </>
  );
}
