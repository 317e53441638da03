import { useId, useRef } from 'react';
import { useI18n } from '../../i18n/context';
import { useJoinText } from '../i18n/use-join-text';
import { columnsOf, type Question, rowsOf } from './form-rules';

interface TableFieldProps {
  question: Question;
  label: string;
  value: string;
  error: string | null;
  changed: (value: string) => void;
}

/** Rows of cells, each row a small group of its own: on a phone a table of inputs would be wider than the screen. */
export function TableField({ question, label, value, error, changed }: TableFieldProps) {
  const { count } = useI18n();
  const { form: text } = useJoinText();
  const id = useId();
  const rows = rowsOf(value);
  const { titles, width } = columnsOf(question);
  const write = (next: string[][]) => changed(JSON.stringify(next));
  const add = useRef<HTMLButtonElement>(null);
  const remove = (at: number) => {
    write(rows.filter((_, index) => index !== at));
    // The button of the last one goes with it, and the focus with the button. Before it, the next one takes its place.
    if (at === rows.length - 1) requestAnimationFrame(() => add.current?.focus());
  };
  const places = Array.from({ length: width }, (_, place) => place);
  return (
    <fieldset
      className="question rows"
      data-wrong={error ? true : undefined}
      aria-describedby={`${id}-problem`}
    >
      <legend dir="auto">{label}</legend>
      {rows.length === 0 && <p className="quiet">{text.noRows}</p>}
      {rows.map((row, at) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: only its position identifies a row.
        <fieldset key={at} className="row-of-table">
          <legend>{text.row(count(at + 1))}</legend>
          {places.map((place) => (
            <div key={place} className="question">
              <label htmlFor={`${id}-${at}-${place}`} dir="auto">
                {titles?.[place] || text.column(count(place + 1))}
              </label>
              <input
                id={`${id}-${at}-${place}`}
                className="field"
                type="text"
                dir="auto"
                value={row[place] ?? ''}
                onChange={({ target }) =>
                  write(
                    rows.map((cells, index) =>
                      index === at ? withCell(cells, place, target.value, width) : cells,
                    ),
                  )
                }
              />
            </div>
          ))}
          <button type="button" className="plain-button" onClick={() => remove(at)}>
            {text.removeRow(count(at + 1))}
          </button>
        </fieldset>
      ))}
      <p id={`${id}-problem`} className="problem">
        {error}
      </p>
      <button
        ref={add}
        type="button"
        className="secondary"
        onClick={() => write([...rows, places.map(() => '')])}
      >
        {text.addRow}
      </button>
    </fieldset>
  );
}

function withCell(cells: string[], place: number, value: string, width: number): string[] {
  return Array.from({ length: width }, (_, at) => (at === place ? value : (cells[at] ?? '')));
}
