import { type FormEvent, useState } from 'react';
import { Icon } from '../../ui/icon';
import { Screen } from '../../ui/screen';
import { useMistake } from '../../ui/use-mistake';
import { useJoinText } from '../i18n/use-join-text';
import { phoneNumberOf } from '../phone-number';
import type { Event } from '../state/event';
import type { Problem } from '../state/way';
import { Field } from './field';

interface PhoneProps {
  known: string;
  problem: Problem | null;
  dispatch: (event: Event) => void;
}

/** Where everything begins: the number that the code goes to. */
export function Phone({ known, problem, dispatch }: PhoneProps) {
  const { phone, goOn } = useJoinText();
  const [typed, setTyped] = useState(known);
  const [mistake, found] = useMistake();
  const submit = (event: FormEvent) => {
    event.preventDefault();
    const phoneNumber = phoneNumberOf(typed);
    found(phoneNumber === null);
    if (phoneNumber !== null) dispatch({ type: 'phoneGiven', phoneNumber });
  };
  return (
    <Screen title={phone.title} mark={<Icon name="message" />}>
      <p>{phone.why}</p>
      <form onSubmit={submit} noValidate>
        <Field
          label={phone.label}
          hint={phone.hint}
          problem={problem}
          own={mistake > 0 ? phone.invalid : null}
          mistake={mistake}
          type="tel"
          inputMode="tel"
          autoComplete="tel"
          dir="ltr"
          maxLength={40}
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
    </Screen>
  );
}
