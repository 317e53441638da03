import type { OtpAnswer, OtpAsked, SigningProblem } from '@vlens-gateway/client';
import { type FormEvent, useId, useLayoutEffect, useRef, useState } from 'react';
import { useI18n } from '../i18n/context';
import type { Messages } from '../i18n/en';
import { Icon } from '../ui/icon';
import { Screen } from '../ui/screen';
import { useMistake } from '../ui/use-mistake';
import { useSecondsSince } from '../ui/use-seconds-since';
import { findCode } from './one-time-code';

/** Vlens publishes no lifetime; five minutes is usual, and the page only says "may have". */
const GOOD_FOR_SECONDS = 300;
const RESEND_AFTER_SECONDS = 30;
/** A whole pasted message. */
const MAX_TYPED = 1000;

interface CodeEntryProps {
  asked: OtpAsked;
  sentAt: number;
  reply: (answer: OtpAnswer) => void;
  /** What comes after the code. */
  isPaymentNext: boolean;
}

/** Where the code of the SMS is entered: typed, pasted or filled in by the phone, in either kind of digits. */
export function CodeEntry({ asked: { problem }, sentAt, reply, isPaymentNext }: CodeEntryProps) {
  const { text, time } = useI18n();
  // As it was typed, until it is sent.
  const [typed, setTyped] = useState('');
  const [mistake, found] = useMistake();
  const field = useRef<HTMLInputElement>(null);
  const id = useId();
  const seconds = useSecondsSince(sentAt);
  const left = GOOD_FOR_SECONDS - seconds;
  const isOver = problem?.reason === 'OTP_EXPIRED';
  const error = mistake > 0 ? text.code.tooShort : problem && errorOf(problem, text);

  // After the heading has been heard, or at once where the last code was wrong.
  useLayoutEffect(() => {
    if (problem) field.current?.focus();
  }, [problem]);

  const submit = (event: FormEvent) => {
    event.preventDefault();
    const code = findCode(typed);
    found(code === null);
    if (code !== null) reply({ otpCode: code });
    else field.current?.focus();
  };

  return (
    <Screen title={text.code.title} mark={<Icon name="message" />}>
      <p>{text.code.sent}</p>
      <p className="quiet">{isPaymentNext ? text.code.thenPayment : text.code.thenDone}</p>
      <form onSubmit={submit} noValidate>
        <label htmlFor={id}>{text.code.label}</label>
        <input
          ref={field}
          id={id}
          className="code"
          type="text"
          inputMode="numeric"
          autoComplete="one-time-code"
          dir="ltr"
          maxLength={MAX_TYPED}
          value={typed}
          onChange={({ target }) => {
            setTyped(target.value);
            found(false);
          }}
          aria-invalid={error ? true : undefined}
          aria-describedby={`${id}-problem ${id}-expiry`}
        />
        <p key={mistake} id={`${id}-problem`} className="problem" role="alert">
          {error}
        </p>
        <p id={`${id}-expiry`} className="quiet">
          {!isOver && (left > 0 ? text.code.expiresIn(time(left)) : text.code.mayBeOver)}
        </p>
        <button type="submit" className={isOver ? 'secondary' : 'primary'}>
          {text.code.sign}
        </button>
      </form>
      {seconds < RESEND_AFTER_SECONDS && !isOver ? (
        <p className="quiet centred">{text.code.resendIn(time(RESEND_AFTER_SECONDS - seconds))}</p>
      ) : (
        <button
          type="button"
          className={isOver ? 'primary' : 'secondary'}
          onClick={() => reply({ resend: true })}
        >
          {text.code.resend}
        </button>
      )}
    </Screen>
  );
}

function errorOf({ reason, message }: SigningProblem, { code }: Messages): string {
  if (reason === 'OTP_INCORRECT' || reason === 'INVALID_INPUT') return code.incorrect;
  return reason === 'OTP_EXPIRED' ? code.expired : message;
}
