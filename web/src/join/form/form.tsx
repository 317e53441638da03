import { type FormEvent, useLayoutEffect, useRef, useState } from 'react';
import { useI18n } from '../../i18n/context';
import { Screen } from '../../ui/screen';
import { useMistake } from '../../ui/use-mistake';
import { useJoinText } from '../i18n/use-join-text';
import { ProblemText } from '../screens/problem-text';
import type { Event } from '../state/event';
import type { ProductForm } from '../state/operations';
import type { Problem } from '../state/way';
import {
  answersOf,
  everyQuestion,
  mistakeIn,
  type Question,
  shownQuestions,
  type Values,
} from './form-rules';
import { QuestionField } from './question-field';
import { SIGNERS, Signers, signersOf } from './signers';

interface FormProps {
  product: ProductForm;
  values: Values;
  signers: string[];
  /** Whether a reload loses nothing of it. */
  isKept: boolean;
  problem: Problem | null;
  dispatch: (event: Event) => void;
}

/** The product's form: groups of questions, of which an answer may open others. */
export function Form({ product, values, signers, isKept, problem, dispatch }: FormProps) {
  const { language, count } = useI18n();
  const { form: text, products } = useJoinText();
  const form: Question[] = product.formFields ?? [];
  const [isTried, setTried] = useState(false);
  const [mistake, found] = useMistake();
  const root = useRef<HTMLFormElement>(null);
  const shown = shownQuestions(form, values);
  const keys = new Set([SIGNERS, ...everyQuestion(form).map(({ key }) => key)]);
  const refused = new Map(problem?.fields.map(({ field, message }) => [field, message]));
  const elsewhere = problem && { ...problem, fields: problem.fields.filter(({ field }) => !keys.has(field)) };
  const isAboutFields = elsewhere !== null && elsewhere.fields.length < (problem?.fields.length ?? 0);
  const errorOf = (question: Question): string | null => {
    const mistake = mistakeIn(question, values);
    if (mistake) return isTried ? text[mistake] : null;
    return refused.get(question.key) ?? null;
  };
  const wrong = shown.filter((question) => errorOf(question) !== null);

  const toFirstWrong = () =>
    root.current?.querySelector<HTMLElement>('[aria-invalid="true"], [data-wrong] button')?.focus();
  useLayoutEffect(() => {
    if (problem)
      root.current?.querySelector<HTMLElement>('[aria-invalid="true"], [data-wrong] button')?.focus();
  }, [problem]);

  const submit = (event: FormEvent) => {
    event.preventDefault();
    setTried(true);
    const isWrong = shown.some((question) => mistakeIn(question, values) !== null);
    found(isWrong);
    if (isWrong) {
      requestAnimationFrame(toFirstWrong);
      return;
    }
    dispatch({ type: 'formFilled', fields: answersOf(form, values), signers: signersOf(signers) });
  };
  const changed = (key: string, value: string) =>
    dispatch({ type: 'valuesChanged', values: { ...values, [key]: value } });

  return (
    <Screen title={product.name ?? ''} className="form">
      {isKept && <p className="quiet">{text.why}</p>}
      <ProblemText problem={isAboutFields ? null : elsewhere} />
      <form ref={root} onSubmit={submit} noValidate>
        {groupsOf(shown, language === 'ar', text.other).map(([title, questions]) => (
          <fieldset key={title}>
            <legend dir="auto">{title}</legend>
            {questions.map((question) => (
              <QuestionField
                key={question.key}
                question={question}
                values={values}
                error={errorOf(question)}
                changed={(value) => changed(question.key, value)}
              />
            ))}
          </fieldset>
        ))}
        <Signers
          signers={signers}
          error={refused.get(SIGNERS) ?? null}
          changed={(next) => dispatch({ type: 'signersChanged', signers: next })}
        />
        <p key={mistake} className="problem" role="alert">
          {wrong.length > 0 && text.correct(count(wrong.length))}
        </p>
        <button type="submit" className="primary">
          {text.submit}
        </button>
        <button type="button" className="plain-button" onClick={() => dispatch({ type: 'productsWanted' })}>
          {products.change}
        </button>
      </form>
    </Screen>
  );
}

/** The questions under the titles of their groups, which a question that another opens may leave to it. */
function groupsOf(questions: Question[], isArabic: boolean, other: string): [string, Question[]][] {
  const groups = new Map<string, Question[]>();
  let last: string | null = null;
  for (const question of questions) {
    const { groupTitle, groupTitleAr } = question;
    const title: string =
      (isArabic ? groupTitleAr || groupTitle : groupTitle || groupTitleAr) || last || other;
    last = title;
    groups.set(title, [...(groups.get(title) ?? []), question]);
  }
  return [...groups];
}
