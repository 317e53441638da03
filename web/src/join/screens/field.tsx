import { type InputHTMLAttributes, type ReactNode, useEffect, useId, useRef } from 'react';
import type { Problem } from '../state/way';
import { ProblemText } from './problem-text';

interface FieldProps extends Omit<InputHTMLAttributes<HTMLInputElement>, 'onChange'> {
  label: string;
  hint?: ReactNode;
  problem?: Problem | null;
  own?: string | null;
  /** Of `useMistake`, where `own` is one. */
  mistake?: number;
  changed: (value: string) => void;
}

/** One question with its label, its hint and what was wrong with the last answer. */
export function Field({
  label,
  hint,
  problem = null,
  own = null,
  mistake = 0,
  changed,
  ...input
}: FieldProps) {
  const id = useId();
  const field = useRef<HTMLInputElement>(null);
  const isWrong = problem !== null || own !== null;
  // A mistake moves the focus to its field, after the screen's heading, which takes the focus as it appears.
  useEffect(() => {
    if (isWrong || mistake > 0) field.current?.focus();
  }, [isWrong, mistake]);
  return (
    <>
      <label htmlFor={id}>{label}</label>
      <input
        {...input}
        ref={field}
        id={id}
        className={`field ${input.className ?? ''}`}
        onChange={({ target }) => changed(target.value)}
        aria-invalid={isWrong || undefined}
        aria-describedby={`${id}-problem ${id}-hint`}
      />
      <ProblemText key={mistake} id={`${id}-problem`} problem={problem} own={own} />
      <div id={`${id}-hint`} className="quiet hint">
        {hint}
      </div>
    </>
  );
}
