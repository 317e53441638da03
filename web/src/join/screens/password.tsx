import { type FormEvent, useState } from 'react';
import { useI18n } from '../../i18n/context';
import { inDigits } from '../../i18n/digits';
import { Icon } from '../../ui/icon';
import { Screen } from '../../ui/screen';
import { useMistake } from '../../ui/use-mistake';
import { useJoinText } from '../i18n/use-join-text';
import { phoneNumberOf } from '../phone-number';
import type { Event } from '../state/event';
import type { LogInNote, Problem } from '../state/way';
import { Field } from './field';

interface PasswordProps {
  phoneNumber: string;
  problem: Problem | null;
  dispatch: (event: Event) => void;
}

/** The password of a new account; the tenant's rule for it is shown once it is broken. */
export function NewPassword({ phoneNumber, problem, dispatch }: PasswordProps) {
  const { password: text } = useJoinText();
  return (
    <Screen title={text.title} mark={<Icon name="lock" />}>
      <p>{text.why}</p>
      <PasswordForm
        phoneNumber={phoneNumber}
        problem={problem}
        label={text.label}
        hint={text.hint}
        empty={text.empty}
        submit={text.register}
        autoComplete="new-password"
        given={(password) => dispatch({ type: 'passwordGiven', password })}
      />
    </Screen>
  );
}

/** Somebody who has an account goes on with its password. */
export function LogIn({ phoneNumber, problem, note, dispatch }: PasswordProps & { note: LogInNote | null }) {
  const { logIn: text, startOver } = useJoinText();
  return (
    <Screen title={text.title} mark={<Icon name="lock" />}>
      {note && <p className="notice">{text.notes[note]}</p>}
      <PasswordForm
        phoneNumber={phoneNumber}
        problem={problem}
        label={text.label}
        empty={text.empty}
        submit={text.submit}
        autoComplete="current-password"
        given={(password) => dispatch({ type: 'passwordGiven', password })}
      />
      <button type="button" className="secondary" onClick={() => dispatch({ type: 'passwordLost' })}>
        {text.lost}
      </button>
      <button type="button" className="plain-button" onClick={() => dispatch({ type: 'startOver' })}>
        {startOver}
      </button>
    </Screen>
  );
}

interface PasswordFormProps {
  phoneNumber: string;
  problem: Problem | null;
  label: string;
  hint?: string;
  empty: string;
  submit: string;
  autoComplete: 'new-password' | 'current-password';
  given: (password: string) => void;
}

function PasswordForm({ phoneNumber, problem, given, autoComplete, ...text }: PasswordFormProps) {
  const { language } = useI18n();
  const { password } = useJoinText();
  const [typed, setTyped] = useState('');
  const [isShown, setShown] = useState(false);
  const [mistake, found] = useMistake();
  const submit = (event: FormEvent) => {
    event.preventDefault();
    found(typed === '');
    if (typed !== '') given(typed);
  };
  return (
    <form onSubmit={submit} noValidate>
      <p className="quiet">
        <bdi dir="ltr">{inDigits(language, phoneNumberOf(phoneNumber))}</bdi>
      </p>
      {/* For the phone's keeper of passwords: whose it is. */}
      <input type="text" autoComplete="username" value={phoneNumber} readOnly hidden />
      <Field
        label={text.label}
        hint={text.hint}
        problem={problem}
        own={mistake > 0 ? text.empty : null}
        mistake={mistake}
        type={isShown ? 'text' : 'password'}
        autoComplete={autoComplete}
        autoCapitalize="none"
        spellCheck={false}
        dir="ltr"
        maxLength={128}
        value={typed}
        changed={(value) => {
          setTyped(value);
          found(false);
        }}
      />
      <button
        type="button"
        className="plain-button"
        aria-pressed={isShown}
        onClick={() => setShown(!isShown)}
      >
        {isShown ? password.hide : password.show}
      </button>
      <button type="submit" className="primary">
        {text.submit}
      </button>
    </form>
  );
}
