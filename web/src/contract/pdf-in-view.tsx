import { useEffect, useState } from 'react';
import { useSession } from '../access/session-context';
import { useI18n } from '../i18n/context';
import { Busy } from '../ui/busy';
import { fetchPdf } from './pdf';

interface PdfInViewProps {
  requestId: string;
  securityHash: string;
}

type State = { kind: 'closed' } | { kind: 'loading' } | { kind: 'failed' } | { kind: 'open'; url: string };

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
      setState('file' in pdf ? { kind: 'open', url: URL.createObjectURL(pdf.file) } : { kind: 'failed' });
    } catch {
      setState({ kind: 'failed' });
    }
  };

  if (state.kind === 'loading') return <Busy>{text.done.preparing}</Busy>;
  if (state.kind === 'failed')
    return (
      <p className="notice" role="alert">
        {text.contract.pdfFailed}
      </p>
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
