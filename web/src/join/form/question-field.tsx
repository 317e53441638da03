import { useId } from 'react';
import { useI18n } from '../../i18n/context';
import { inDigits } from '../../i18n/digits';
import { useJoinText } from '../i18n/use-join-text';
import { type Question, textIn, type Values } from './form-rules';
import { TableField } from './table-field';

interface QuestionFieldProps {
  question: Question;
  values: Values;
  error: string | null;
  changed: (value: string) => void;
}

/** One question of a form, by its kind; a kind that is not known yet is answered in words. */
export function QuestionField({ question, values, error, changed }: QuestionFieldProps) {
  const { language } = useI18n();
  const { form: text } = useJoinText();
  const id = useId();
  const { kind, key, label, labelAr, options = [] } = question;
  const asked = (language === 'ar' ? labelAr || label : label || labelAr) || key;
  const value = textIn(question, values);
  const about = {
    id,
    className: 'field',
    'aria-invalid': error ? true : undefined,
    'aria-describedby': `${id}-problem`,
  } as const;
  const problem = (
    <p id={`${id}-problem`} className="problem">
      {error}
    </p>
  );
  if (kind === 'TABLE')
    return <TableField question={question} label={asked} value={value} error={error} changed={changed} />;
  return (
    <div className="question">
      <label htmlFor={id} dir="auto">
        {asked}
      </label>
      {kind === 'DROPDOWN' ? (
        <select {...about} value={value} onChange={({ target }) => changed(target.value)}>
          <option value="">{text.choose}</option>
          {options.map(({ name }) => (
            <option key={name} value={name}>
              {inDigits(language, name)}
            </option>
          ))}
        </select>
      ) : (
        <input
          {...about}
          type={kind === 'DATE' ? 'date' : 'text'}
          dir={kind === 'DATE' ? undefined : 'auto'}
          // What is typed stays as it is; what the provider has filled in is written as the page writes.
          value={kind === 'DATE' || key in values ? value : inDigits(language, value)}
          onChange={({ target }) => changed(target.value)}
        />
      )}
      {problem}
    </div>
  );
}
