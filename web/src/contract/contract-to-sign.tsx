import { useApolloClient, useQuery } from '@apollo/client/react';
import type { SigningPhase } from '@vlens-gateway/client';
import {
  lazy,
  type ReactElement,
  Suspense,
  useCallback,
  useEffect,
  useEffectEvent,
  useRef,
  useState,
} from 'react';
import { notifyHost } from '../access/host-app';
import type { Opening } from '../access/opening';
import { recallTab } from '../access/tab-memory';
import { ContractToSignDocument, StandingDocument } from '../gql/graphql';
import { useI18n } from '../i18n/context';
import { signingChunk } from '../signing/signing-chunk';
import { useSigning } from '../signing/use-signing';
import type { View } from '../signing/view';
import { readFault } from '../status-screens/fault';
import { FaultScreen } from '../status-screens/fault-screen';
import { StatusScreen } from '../status-screens/status-screen';
import { Busy } from '../ui/busy';
import { type Step, Steps } from '../ui/steps';
import { isWhole } from './contract';
import { ContractPage, type ContractParts } from './contract-page';
import { Html } from './html';
import { PdfInView } from './pdf-in-view';
import { placeOf } from './place';
import { useLiveStatus } from './use-live-status';
import { useReworded } from './use-reworded';
import { WhoseTurn } from './whose-turn';

const Signed = lazy(() => signingChunk().then(({ Signed }) => ({ default: Signed })));
const Signing = lazy(() => signingChunk().then(({ Signing }) => ({ default: Signing })));

/** How often it is looked where the contract stands, as long as what is known is from before the signature. */
const LOOK_MS = 5000;

const PARTS: ContractParts = { WhoseTurn, Html, PdfInView };

interface ContractToSignProps {
  opening: Opening;
  /** Why the contract could not be read, where it was asked for before; it is asked for again when the customer says so. */
  unread?: unknown;
  /** Called as soon as it shows that the customer's part is over. */
  onSigned: () => void;
}

/** From the contract's first sight to its download: which screen it is depends on where the request stands. */
export function ContractToSign({ opening, unread, onSigned }: ContractToSignProps): ReactElement {
  const { requestId, securityHash } = opening;
  const { text } = useI18n();
  const [isAsked, setAsked] = useState(unread === undefined);
  const { data, error, refetch } = useQuery(ContractToSignDocument, {
    variables: { id: requestId },
    skip: !isAsked,
  });
  const { view, begin, takeOver, leave } = useSigning(requestId);
  const client = useApolloClient();
  const [isNew, setNew] = useState(false);
  const [isStale, setStale] = useState(false);
  useLiveStatus(requestId);
  useReworded(requestId, data !== undefined);

  // Where it stands, in Apollo's cache: anybody who shows the request shows that. Null, or why it could not be read.
  const look = useCallback(
    (): Promise<unknown> =>
      client
        .query({ query: StandingDocument, variables: { id: requestId }, fetchPolicy: 'network-only' })
        .then(
          () => {
            setStale(false);
            return null;
          },
          (error: unknown) => {
            setStale(true);
            return error;
          },
        ),
    [client, requestId],
  );
  const [lookUp, setLookUp] = useState<{ error: unknown } | null>(null);
  // Back to the contract only where that is known: nobody must take a step again that may have been taken.
  const lookAgain = async () => {
    setLookUp({ error: null });
    const error = await look();
    if (error === null) await leave();
    setLookUp(error === null ? null : { error });
  };
  const ended = view?.kind === 'ended' ? view.outcome : null;
  const outcome = ended?.outcome ?? null;
  const asSigned = ended?.outcome === 'signed' ? ended.businessRequest : null;
  useEffect(() => {
    if (!asSigned) return;
    const businessRequest = { ...asSigned, __typename: 'BusinessRequest' as const };
    client.writeQuery({
      query: StandingDocument,
      variables: { id: requestId },
      data: { businessRequest },
    });
  }, [asSigned, client, requestId]);
  useEffect(() => {
    if (outcome === 'signed' || outcome === 'alreadySigned' || outcome === 'notSignable') void look();
    if (outcome !== 'signed') return;
    setNew(true);
    notifyHost({ type: 'vlens-signing:signed', requestId });
  }, [outcome, look, requestId]);

  const contract = data?.businessRequest;
  const isOver = outcome === 'signed' || outcome === 'alreadySigned' || isNew;
  const place = contract && (isOver ? 'signed' : placeOf(contract));
  // The step has said that it is signed; a read that was refused says nothing against it.
  const isBehind =
    isOver && (contract?.nextStep === 'SIGN' || (isStale && contract?.nextStep === 'SIGN_UNLESS_SIGNED'));
  const notifySigned = useEffectEvent(onSigned);
  useEffect(() => {
    if (place === 'signed') notifySigned();
  }, [place]);

  useEffect(() => {
    if (!isBehind) return;
    const timer = setInterval(() => void look(), LOOK_MS);
    return () => clearInterval(timer);
  }, [isBehind, look]);

  // Where the page was left, signing goes on: once, and not behind the customer's back later.
  const isResumed = useRef(false);
  useEffect(() => {
    const tab = recallTab();
    if (place !== 'toSign' || isResumed.current) return;
    isResumed.current = true;
    if (tab?.isSigning && tab.progress && tab.progress.phase !== 'awaitApproval') void begin(tab.progress);
  }, [place, begin]);

  const isRead = contract !== undefined;
  useEffect(() => {
    if (isRead) void signingChunk();
  }, [isRead]);

  const readAgain = () => {
    if (isAsked) void refetch().catch(() => {});
    else setAsked(true);
  };
  const reason = isAsked ? error : unread;
  // What was read before stays on the screen: a later read that failed takes nothing away.
  if (!data && reason) return <FaultScreen fault={readFault(reason)} goOn={readAgain} />;
  if (!data) return <Busy>{text.loadingContract}</Busy>;
  if (!contract || !place) return <StatusScreen name="notFound" />;

  switch (place) {
    case 'signed':
      return (
        <>
          <Steps at="done" />
          <Suspense fallback={<Busy>{text.loading}</Busy>}>
            <Signed
              contract={contract}
              securityHash={securityHash}
              // Its status may show the signature before the step's own answer does.
              isNew={isNew || (view !== null && view.kind !== 'elsewhere' && outcome !== 'alreadySigned')}
              isBehind={isBehind}
            />
          </Suspense>
        </>
      );
    // Each is a screen of its own, which is heard as it comes.
    case 'notApproved':
      return (
        <StatusScreen key={place} name={place}>
          <span className="spinner" aria-hidden="true" />
        </StatusScreen>
      );
    case 'rejected':
    case 'unknownStatus':
      return <StatusScreen key={place} name={place} />;
    case 'toSign':
      if (view)
        return (
          <>
            <Steps at={stepOf(view)} />
            <Suspense fallback={<Busy>{text.loading}</Busy>}>
              {lookUp === null ? (
                <Signing
                  view={view}
                  begin={(resume) => void begin(resume)}
                  takeOver={() => void takeOver()}
                  isPaymentNext={contract.paymentRequired === true}
                  lookAgain={() => void lookAgain()}
                />
              ) : lookUp.error === null ? (
                <Busy>{text.busy.check}</Busy>
              ) : (
                <FaultScreen fault={readFault(lookUp.error)} goOn={() => void lookAgain()} />
              )}
            </Suspense>
          </>
        );
      return isWhole(contract) ? (
        <>
          <Steps at="read" />
          <ContractPage
            contract={contract}
            securityHash={securityHash}
            goOn={(resume) => void begin(resume)}
            parts={PARTS}
          />
        </>
      ) : (
        <FaultScreen fault={{ kind: 'unavailable' }} goOn={readAgain} />
      );
  }
}

const CONFIRMING = new Set<SigningPhase>(['requestOtp', 'askForScan', 'revalidate']);

function stepOf(view: View): Step {
  const isConfirming = view.kind === 'place' || view.kind === 'pictures' || view.kind === 'starting';
  return isConfirming || (view.kind === 'busy' && CONFIRMING.has(view.phase)) ? 'confirm' : 'sign';
}
