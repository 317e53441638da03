import type { SigningProblem } from '@vlens-gateway/client';

/** What was said of a refusal, its fields included, each sentence once. */
export function saidOf({ message, fieldErrors = [] }: SigningProblem): string {
  return [...new Set([message, ...fieldErrors.map((field) => field.message)])].join(' ');
}
