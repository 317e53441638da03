import { type FormEvent, useState } from 'react';
import { Icon } from '../../ui/icon';
import { Screen } from '../../ui/screen';
import { useMistake } from '../../ui/use-mistake';
import { useJoinText } from '../i18n/use-join-text';
import type { Event } from '../state/event';
import type { Problem } from '../state/way';
import { Field } from './field';

interface EmailProps {
  known: string;
  problem: Problem | null;
  dispatch: (event: Event) => void;
}

/** Asked for where the tenant wants a confirmed address. */
export function Email({ known, problem, dispatch }: EmailProps) {
  const text = useJoinText();
  const [typed, setTyped] = useState(known);
  const [mistake, found] = useMistake();
  const submit = (event: FormEvent) => {
    event.preventDefault();
    const email = typed.trim();
    const isAddress = /^[^\s@]+@[^\s@]+\.[^\s@]+$/.test(email);
    found(!isAddress);
    if (isAddress) dispatch({ type: 'emailGiven', email });
  };
  return (
    <Screen title={text.email.title} mark={<Icon name="message" />}>
      <p>{text.email.why}</p>
      <form onSubmit={submit} noValidate>
        <Field
          label={text.email.label}
          problem={problem}
          own={mistake > 0 ? text.email.invalid : null}
          mistake={mistake}
          type="email"
          inputMode="email"
          autoComplete="email"
          dir="ltr"
          maxLength={254}
          value={typed}
          changed={(value) => {
            setTyped(value);
            found(false);
          }}
        />
        <button type="submit" className="primary">
          {text.goOn}
        </button>
      </form>
    </Screen>
  );
}
