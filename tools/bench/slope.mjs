/** How much samples rise in an hour, by least squares. */
export function slopeAnHour(samples, everySeconds) {
  const [meanX, meanY] = [(samples.length - 1) / 2, samples.reduce((sum, y) => sum + y, 0) / samples.length];
  let [over, under] = [0, 0];
  for (const [x, y] of samples.entries()) {
    over += (x - meanX) * (y - meanY);
    under += (x - meanX) ** 2;
  }
  return ((over / under) * 3600) / everySeconds;
}
