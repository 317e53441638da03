import { lazy, type ReactElement, Suspense, useEffect, useSyncExternalStore } from 'react';
import { useI18n } from '../i18n/context';
import { inDigits } from '../i18n/digits';
import { LocationPrompt } from '../signing/location-prompt';
import { Busy } from '../ui/busy';
import { Header } from '../ui/header';
import { isolated } from '../ui/isolated';
import { StepList } from '../ui/steps';
import type { Account } from './account';
import { chunks } from './chunks';
import { useJoinText } from './i18n/use-join-text';
import { useReworded } from './i18n/use-reworded';
import { Code } from './screens/code';
import { Email } from './screens/email';
import { LogIn, NewPassword } from './screens/password';
import { Phone } from './screens/phone';
import { ProblemText } from './screens/problem-text';
import { Products } from './screens/products';
import { Stopped } from './screens/stopped';
import { Trouble } from './screens/trouble';
import { Waiting } from './screens/waiting';
import { homeOf } from './state/moves';
import type { Screen, Way } from './state/way';
import type { WayStore } from './store/way-store';

const Card = lazy(() => chunks.later().then(({ Card }) => ({ default: Card })));
const LivenessCheck = lazy(() => chunks.later().then(({ LivenessCheck }) => ({ default: LivenessCheck })));
const Form = lazy(() => chunks.later().then(({ Form }) => ({ default: Form })));
const SignHere = lazy(() => chunks.sign().then(({ SignHere }) => ({ default: SignHere })));

interface JoinPageProps {
  store: WayStore;
  account: Account;
}

/** The page: how far the customer is, and the one screen of what comes next. */
export function JoinPage({ store, account }: JoinPageProps) {
  const { text } = useI18n();
  const { steps } = useJoinText();
  const way = useSyncExternalStore(store.subscribe, store.way);
  const { kind } = way.screen;
  useEffect(() => {
    if (kind === 'phone') return;
    void chunks.later();
    if (kind === 'form' || kind === 'waiting') void chunks.sign();
  }, [kind]);
  useReworded(store, account);
  return (
    <>
      <Header />
      <main>
        {kind !== 'sign' && <StepList at={STEP_OF[homeOf(way).kind]} steps={Object.entries(steps)} />}
        <Suspense fallback={<Busy>{text.loading}</Busy>}>
          <Now way={way} store={store} account={account} />
        </Suspense>
      </main>
    </>
  );
}

type Step = 'phone' | 'identity' | 'request' | 'sign';

const STEP_OF: Record<Screen['kind'], Step> = {
  phone: 'phone',
  phoneCode: 'phone',
  email: 'phone',
  emailCode: 'phone',
  password: 'phone',
  logIn: 'phone',
  logInCode: 'phone',
  resetCode: 'phone',
  place: 'phone',
  card: 'identity',
  face: 'identity',
  products: 'request',
  form: 'request',
  waiting: 'request',
  stopped: 'request',
  sign: 'sign',
};

function Now({ way, store, account }: JoinPageProps & { way: Way }): ReactElement {
  const { busy } = useJoinText();
  const { call, fault } = way;
  if (fault) return <Trouble key={fault.kind} fault={fault} dispatch={store.dispatch} />;
  if (call) return <Busy>{busy[call.name]}</Busy>;
  return <ScreenOf way={way} store={store} account={account} />;
}

function ScreenOf({ way, store, account }: JoinPageProps & { way: Way }): ReactElement {
  const { language } = useI18n();
  const { code, place, card, face, back } = useJoinText();
  const { dispatch } = store;
  const { screen, known } = way;
  const { phoneNumber } = known;
  switch (screen.kind) {
    case 'phone':
      return <Phone known={phoneNumber} problem={screen.problem} dispatch={dispatch} />;
    case 'phoneCode':
      return (
        <Code
          {...screen}
          key={screen.code.codeRequestId}
          sent={code.sms(isolated(inDigits(language, phoneNumber)))}
          correct={code.otherNumber}
          dispatch={dispatch}
        />
      );
    case 'email':
      return <Email known={known.email} problem={screen.problem} dispatch={dispatch} />;
    case 'emailCode':
      return (
        <Code
          {...screen}
          key={screen.code.codeRequestId}
          sent={code.mail(isolated(known.email))}
          correct={code.otherAddress}
          dispatch={dispatch}
        />
      );
    case 'password':
      return <NewPassword phoneNumber={phoneNumber} problem={screen.problem} dispatch={dispatch} />;
    case 'logIn':
      return <LogIn {...screen} phoneNumber={phoneNumber} dispatch={dispatch} />;
    case 'logInCode':
      return (
        <Code
          key={screen.code.codeRequestId}
          {...screen}
          sent={code.logIn}
          correct={back}
          dispatch={dispatch}
        />
      );
    case 'resetCode':
      return (
        <Code
          key={screen.code.codeRequestId}
          {...screen}
          sent={code.reset}
          correct={back}
          dispatch={dispatch}
        />
      );
    case 'place':
      return (
        <LocationPrompt
          why={place.why}
          what={place.what}
          found={(found) => dispatch({ type: 'placeFound', place: found })}
        />
      );
    case 'card':
      return (
        <Card
          key={screen.side}
          {...screen}
          note={screen.side === 'back' && known.nameOnCard ? card.read(known.nameOnCard) : null}
          dispatch={dispatch}
        />
      );
    case 'face':
      return (
        <LivenessCheck
          why={face.why}
          error={<ProblemText problem={screen.problem} />}
          taken={(scan) => dispatch({ type: 'faceTaken', scan })}
        />
      );
    case 'products':
      return (
        <Products
          products={screen.products}
          problem={screen.problem}
          // Anybody who was verified just now has signed nothing yet.
          account={known.isIdentitySent ? null : account}
          dispatch={dispatch}
        />
      );
    case 'form':
      return (
        <Form
          product={screen.product}
          values={known.values}
          signers={known.signers}
          isKept={store.isKept}
          problem={screen.problem}
          dispatch={dispatch}
        />
      );
    case 'waiting':
      return <Waiting request={screen.request} account={account} dispatch={dispatch} />;
    case 'stopped':
      return <Stopped why={screen.why} said={screen.said} dispatch={dispatch} />;
    case 'sign':
      return (
        <SignHere
          requestId={screen.requestId}
          account={account}
          signed={() => dispatch({ type: 'signed' })}
          sessionEnded={() => dispatch({ type: 'sessionEnded' })}
        />
      );
  }
}
