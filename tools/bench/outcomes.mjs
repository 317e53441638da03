/**
 * Whether anything came that is no answer, where everything should have been answered: what was refused or failed says nothing of how
 * many calls an answer takes.
 * @param {{outcome: string} | {outcome: string}[]} result
 */
export function isUnanswered(result) {
  return [result].flat().some(({ outcome }) => outcome !== 'answered');
}
