import { type FormEvent, useState } from 'react';
import { useI18n } from '../../i18n/context';
import { findCode } from '../../signing/one-time-code';
import { Icon } from '../../ui/icon';
import { Screen } from '../../ui/screen';
import { useMistake } from '../../ui/use-mistake';
import { useSecondsSince } from '../../ui/use-seconds-since';
import { useJoinText } from '../i18n/use-join-text';
import type { Event } from '../state/event';
import type { Problem, SentCode } from '../state/way';
import { Field } from './field';

/** Where the provider names no lifetime; five minutes is usual, and the page only says "may have". */
const USUAL_SECONDS = 300;
const RESEND_AFTER_SECONDS = 30;
/** A whole pasted message. */
const MAX_TYPED = 1000;

interface CodeProps {
  sent: string;
  code: SentCode;
  problem: Problem | null;
  /** The label of the button to correct a wrong number or address. */
  correct?: string;
  dispatch: (event: Event) => void;
}

/** Where a code is entered: typed, pasted or filled in by the phone, in either kind of digits. */
export function Code({ sent, code: { sentAt, goodForSeconds }, problem, correct, dispatch }: CodeProps) {
  const { text, time } = useI18n();
  const { code, goOn } = useJoinText();
  const [typed, setTyped] = useState('');
  const [mistake, found] = useMistake();
  const seconds = useSecondsSince(sentAt);
  const mayHaveAnother = seconds >= RESEND_AFTER_SECONDS || problem?.tooMany?.of === 'wrongCodes';
  const left = (goodForSeconds ?? USUAL_SECONDS) - seconds;

  const submit = (event: FormEvent) => {
    event.preventDefault();
    const given = findCode(typed);
    found(given === null);
    if (given !== null) dispatch({ type: 'codeGiven', code: given });
  };

  return (
    <Screen title={text.code.title} mark={<Icon name="message" />}>
      <p>{sent}</p>
      <form onSubmit={submit} noValidate>
        <Field
          label={code.label}
          hint={left > 0 ? text.code.expiresIn(time(left)) : text.code.mayBeOver}
          problem={problem}
          own={mistake > 0 ? text.code.tooShort : null}
          mistake={mistake}
          className="code"
          type="text"
          inputMode="numeric"
          autoComplete="one-time-code"
          dir="ltr"
          maxLength={MAX_TYPED}
          value={typed}
          changed={(value) => {
            setTyped(value);
            found(false);
          }}
        />
        <button type="submit" className="primary">
          {goOn}
        </button>
      </form>
      {mayHaveAnother ? (
        <button type="button" className="secondary" onClick={() => dispatch({ type: 'codeWanted' })}>
          {text.code.resend}
        </button>
      ) : (
        <p className="quiet centred wait">{text.code.resendIn(time(RESEND_AFTER_SECONDS - seconds))}</p>
      )}
      {correct && (
        <button type="button" className="plain-button" onClick={() => dispatch({ type: 'correct' })}>
          {correct}
        </button>
      )}
    </Screen>
  );
}
