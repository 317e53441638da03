import { useSpeech } from '../i18n/language';

export const STEPS = ['read', 'confirm', 'sign', 'done'] as const;
export type Step = (typeof STEPS)[number];

/** How far the customer has come. */
export function Steps({ at }: { at: Step }) {
  const { text } = useSpeech();
  const place = STEPS.indexOf(at);
  return (
    <ol className="steps" aria-label={text.stepsLabel}>
      {STEPS.map((step, index) => (
        <li key={step} aria-current={step === at ? 'step' : undefined} data-over={index < place || undefined}>
          {text.steps[step]}
        </li>
      ))}
    </ol>
  );
}
