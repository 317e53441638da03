import { useOpeningI18n } from '../i18n/context';

export const STEPS = ['read', 'confirm', 'sign', 'done'] as const;
export type Step = (typeof STEPS)[number];

/** How far the customer has come with a signature. */
export function Steps({ at }: { at: Step }) {
  const { text } = useOpeningI18n();
  return <StepList at={at} steps={STEPS.map((step) => [step, text.steps[step]])} />;
}

interface StepListProps {
  at: string;
  steps: [step: string, name: string][];
}

/** Steps in their order: what is over, and where the customer is. */
export function StepList({ at, steps }: StepListProps) {
  const { text } = useOpeningI18n();
  const place = steps.findIndex(([step]) => step === at);
  return (
    <ol className="steps" aria-label={text.stepsLabel}>
      {steps.map(([step, name], index) => (
        <li key={step} aria-current={step === at ? 'step' : undefined} data-over={index < place || undefined}>
          {name}
        </li>
      ))}
    </ol>
  );
}
