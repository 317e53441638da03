/** Beyond this a ratio says more of the machine than of the contenders. */
export const WIDEST_SPREAD = 0.25;

export function median(values) {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length / 2;
  return sorted.length % 2 ? sorted[Math.floor(middle)] : (sorted[middle - 1] + sorted[middle]) / 2;
}

/**
 * How many times as much `theirs` took as `mine`, round by round, since both of a round were measured within the same
 * minute. The spread is the width of the middle half of the rounds, by their median; a single round has none.
 */
export function ratio(theirs, mine) {
  const each = theirs.map((value, round) => value / mine[round]).sort((a, b) => a - b);
  const quarter = Math.floor(each.length / 4);
  const middle = median(each);
  return {
    middle,
    spread: (each[each.length - 1 - quarter] - each[quarter]) / middle,
    rounds: each.length,
    lowest: each[0],
    highest: each.at(-1),
  };
}

/** The ratio as text, with its spread; where that is too wide, or unknown, there is no ratio. */
export function ratioText({ middle, spread, rounds }) {
  if (rounds < 2) return 'no ratio of one round';
  const percent = `± ${Math.round((spread / 2) * 100)} %`;
  return spread > WIDEST_SPREAD
    ? `no ratio: it spreads by ${Math.round(spread * 100)} %`
    : `${middle.toFixed(2)} ${percent}`;
}
