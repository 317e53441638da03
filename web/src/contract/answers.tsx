import { type Language, useOpeningI18n } from '../i18n/context';
import { answered, type Text } from '../i18n/figures';
import type { Answer } from './contract';
import { Written } from './written';

/** The form with the customer's answers, group by group, in the customer's language. */
export function Answers({ answers }: { answers: Answer[] }) {
  const { language, text } = useOpeningI18n();
  const shown = answers
    .flatMap(({ relatedFields, ...answer }) => [answer, ...relatedFields])
    .filter(
      ({ visibleToUser, kind, value, values }) =>
        visibleToUser && (value || values.length || kind === 'TABLE'),
    );
  const groups = new Map<string, typeof shown>();
  for (const answer of shown) {
    const title = inLanguage(language, answer.groupTitle, answer.groupTitleAr) ?? text.contract.otherAnswers;
    groups.set(title, [...(groups.get(title) ?? []), answer]);
  }
  return [...groups].map(([title, group]) => (
    <section key={title} className="group">
      <h3 dir="auto">{title}</h3>
      <dl>
        {group.map((answer) => {
          const label = inLanguage(language, answer.label, answer.labelAr) ?? answer.key;
          return (
            <div key={answer.key} className={answer.kind === 'TABLE' ? 'wide' : undefined}>
              <dt dir="auto">{label}</dt>
              <dd>
                <Value answer={answer} label={label} />
              </dd>
            </div>
          );
        })}
      </dl>
    </section>
  ));
}

/** In the customer's language; in the other one where the form has no more. */
function inLanguage(language: Language, en: Text, ar: Text): string | null {
  return (language === 'ar' ? ar || en : en || ar) || null;
}

interface ValueProps {
  answer: Omit<Answer, 'relatedFields'>;
  label: string;
}

function Value({ answer, label }: ValueProps) {
  const { language, text } = useOpeningI18n();
  const { kind, table, firstRowIsHeader, value, values } = answer;
  const isEmpty = table.length - (firstRowIsHeader ? 1 : 0) <= 0;
  if (kind === 'TABLE' && isEmpty) return <span className="quiet">{text.contract.emptyTable}</span>;
  if (table.length > 0) return <Table answer={answer} label={label} />;
  const written = [value || values].flat().map((each) => answered(language, each, label));
  return <Written>{written.join(language === 'ar' ? '، ' : ', ')}</Written>;
}

function Table({ answer, label }: ValueProps) {
  const { language } = useOpeningI18n();
  const [first, ...rest] = answer.table;
  const titles = answer.firstRowIsHeader ? (first ?? []) : [];
  const rows = answer.firstRowIsHeader ? rest : answer.table;
  return (
    // biome-ignore lint/a11y/noNoninteractiveTabindex: what is wider than the screen is scrolled by keyboard too.
    <section className="table" aria-label={label} tabIndex={0}>
      <table>
        {titles.length > 0 && (
          <thead>
            <tr>
              {titles.map((cell, at) => (
                // biome-ignore lint/suspicious/noArrayIndexKey: only its position identifies a cell, and cells never move.
                <th key={`${at}:${cell}`} scope="col">
                  {cell}
                </th>
              ))}
            </tr>
          </thead>
        )}
        <tbody>
          {rows.map((row, at) => (
            // biome-ignore lint/suspicious/noArrayIndexKey: so are rows.
            <tr key={`${at}:${row.join()}`}>
              {row.map((cell, place) => (
                // biome-ignore lint/suspicious/noArrayIndexKey: so are cells.
                <td key={`${place}:${cell}`}>
                  <Written>{answered(language, cell, titles[place])}</Written>
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}
