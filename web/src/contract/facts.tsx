import { Written } from './written';

/** Names and values; a value that is not known is left out with its name. */
export function Facts({ facts }: { facts: [name: string, value: string | null | undefined][] }) {
  return (
    <dl className="facts">
      {facts.map(([name, value]) =>
        value ? (
          <div key={name}>
            <dt>{name}</dt>
            <dd>
              <Written>{value}</Written>
            </dd>
          </div>
        ) : null,
      )}
    </dl>
  );
}
