import { arabicDigits } from '../i18n/digits';
import { type Language, useSpeech } from '../i18n/language';
import type { Answer } from './contract';

/** The form with the customer's answers, group by group, in the customer's language. */
export function Answers({ answers }: { answers: Answer[] }) {
  const { language, text } = useSpeech();
  const shown = answers
    .flatMap(({ relatedFields, ...answer }) => [answer, ...relatedFields])
    .filter(
      ({ visibleToUser, value, values, table }) => visibleToUser && (value || values.length || table.length),
    );
  const groups = new Map<string, typeof shown>();
  for (const answer of shown) {
    const title = told(language, answer.groupTitle, answer.groupTitleAr) ?? text.contract.otherAnswers;
    groups.set(title, [...(groups.get(title) ?? []), answer]);
  }
  return [...groups].map(([title, group]) => (
    <section key={title} className="group">
      <h3 dir="auto">{title}</h3>
      <dl>
        {group.map((answer) => (
          <div key={answer.key}>
            <dt dir="auto">{told(language, answer.label, answer.labelAr) ?? answer.key}</dt>
            <dd>
              <Value answer={answer} />
            </dd>
          </div>
        ))}
      </dl>
    </section>
  ));
}

/** In the customer's language; in the other one where the form has no more. */
function told(language: Language, en: Text, ar: Text): string | null {
  return (language === 'ar' ? ar || en : en || ar) || null;
}

type Text = string | null | undefined;

function Value({ answer }: { answer: Omit<Answer, 'relatedFields'> }) {
  const { language } = useSpeech();
  const written = (text: string) =>
    language === 'ar' && answer.convertNumbersToArabic ? arabicDigits(text) : text;
  if (answer.table.length > 0) return <Table answer={answer} written={written} />;
  return <bdi>{written(answer.value || answer.values.join(', '))}</bdi>;
}

function Table({
  answer,
  written,
}: {
  answer: Omit<Answer, 'relatedFields'>;
  written: (text: string) => string;
}) {
  const [first, ...rest] = answer.table;
  const rows = answer.firstRowIsHeader ? rest : answer.table;
  return (
    <div className="table">
      <table>
        {answer.firstRowIsHeader && first && (
          <thead>
            <tr>
              {first.map((cell, at) => (
                // biome-ignore lint/suspicious/noArrayIndexKey: cells are told apart by their place alone, and never move.
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
                <td key={`${place}:${cell}`}>{written(cell)}</td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
