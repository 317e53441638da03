import { useOpeningI18n } from '../i18n/context';

/** Some have signed: who has, and who is left, where that is known. */
export function TurnNotice({ signed, left }: { signed: string[]; left: string[] }) {
  const { language, text } = useOpeningI18n();
  const list = (people: string[]) =>
    new Intl.ListFormat(language, { type: 'conjunction' }).format(
      people.map((name) => `\u2068${name}\u2069`),
    );
  return (
    <div className="notice">
      <p>
        <strong>{text.contract.yourTurn}</strong>
      </p>
      <p>
        {signed.length > 0 && left.length > 0
          ? text.contract.haveSigned(list(signed), list(left))
          : text.contract.partlySigned}
      </p>
    </div>
  );
}
