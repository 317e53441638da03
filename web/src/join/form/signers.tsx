import { useId, useRef } from 'react';
import { useI18n } from '../../i18n/context';
import { useJoinText } from '../i18n/use-join-text';
import { phoneNumberOf } from '../phone-number';

/** What Vlens calls them where it refuses them. */
export const SIGNERS = 'customerSignersIdentifiers';
const MAX_SIGNERS = 50;

interface SignersProps {
  signers: string[];
  error: string | null;
  changed: (signers: string[]) => void;
}

/** Who else signs: no form asks for it, and some products need it. */
export function Signers({ signers, error, changed }: SignersProps) {
  const { count } = useI18n();
  const { signers: text } = useJoinText();
  const id = useId();
  const add = useRef<HTMLButtonElement>(null);
  const remove = (at: number) => {
    changed(signers.filter((_, index) => index !== at));
    // The button of the last one goes with it, and the focus with the button. Before it, the next one takes its place.
    if (at === signers.length - 1) requestAnimationFrame(() => add.current?.focus());
  };
  return (
    <fieldset aria-describedby={`${id}-problem`} data-wrong={error ? true : undefined}>
      <legend>{text.title}</legend>
      {signers.map((signer, at) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: only its position identifies a signer.
        <div key={at} className="question">
          <label htmlFor={`${id}-${at}`}>{text.label(count(at + 1))}</label>
          <input
            id={`${id}-${at}`}
            className="field"
            type="text"
            dir="ltr"
            autoComplete="off"
            maxLength={254}
            value={signer}
            aria-invalid={error ? true : undefined}
            onChange={({ target }) => changed(signers.with(at, target.value))}
          />
          <button type="button" className="plain-button" onClick={() => remove(at)}>
            {text.remove(count(at + 1))}
          </button>
        </div>
      ))}
      <p id={`${id}-problem`} className="problem">
        {error}
      </p>
      {signers.length < MAX_SIGNERS && (
        <button ref={add} type="button" className="secondary" onClick={() => changed([...signers, ''])}>
          {text.add}
        </button>
      )}
    </fieldset>
  );
}

/** As they are sent: a phone number as E.164, anything else as it is. */
export function signersOf(typed: string[]): string[] {
  return typed.map((signer) => phoneNumberOf(signer) ?? signer.trim()).filter((signer) => signer !== '');
}
