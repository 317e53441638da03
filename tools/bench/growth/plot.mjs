const WIDTH = 640;
const HEIGHT = 320;
const LEFT = 64;
const RIGHT = 24;
const TOP = 48;
const BOTTOM = 56;

/**
 * A line through points as SVG: how many on the x axis, in powers of ten or two, and what one of them cost on the y axis.
 * @param {{title: string, across: string, up: string, points: [number, number][]}} plot
 */
export function plotted({ title, across, up, points }) {
  const logs = points.map(([x]) => Math.log(x));
  const highest = niceAbove(Math.max(...points.map(([, y]) => y)));
  const span = Math.max(...logs) - Math.min(...logs) || 1;
  const x = (value) => LEFT + ((Math.log(value) - Math.min(...logs)) / span) * (WIDTH - LEFT - RIGHT);
  const y = (value) => HEIGHT - BOTTOM - (value / highest) * (HEIGHT - TOP - BOTTOM);
  const line = points.map(([at, value]) => `${x(at).toFixed(1)},${y(value).toFixed(1)}`).join(' ');
  const rungs = [0, 0.25, 0.5, 0.75, 1].map((part) => part * highest);
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${HEIGHT}" role="img" aria-label="${title}" font-family="sans-serif" font-size="12">
<rect width="100%" height="100%" fill="#fff"/>
<text x="${LEFT}" y="24" font-size="15" font-weight="bold">${title}</text>
${rungs.map((value) => `<path d="M${LEFT} ${y(value).toFixed(1)}H${WIDTH - RIGHT}" stroke="#ddd"/><text x="${LEFT - 8}" y="${(y(value) + 4).toFixed(1)}" text-anchor="end">${shown(value)}</text>`).join('\n')}
<polyline points="${line}" fill="none" stroke="#1565c0" stroke-width="2"/>
${points
  .map(
    ([at, value]) => `<circle cx="${x(at).toFixed(1)}" cy="${y(value).toFixed(1)}" r="4" fill="#1565c0"/>
<text x="${x(at).toFixed(1)}" y="${(y(value) - 10).toFixed(1)}" text-anchor="middle">${shown(value)}</text>
<text x="${x(at).toFixed(1)}" y="${HEIGHT - BOTTOM + 18}" text-anchor="middle">${at.toLocaleString('en')}</text>`,
  )
  .join('\n')}
<text x="${(LEFT + WIDTH - RIGHT) / 2}" y="${HEIGHT - 12}" text-anchor="middle">${across}</text>
<text transform="translate(16 ${(TOP + HEIGHT - BOTTOM) / 2}) rotate(-90)" text-anchor="middle">${up}</text>
</svg>
`;
}

function niceAbove(value) {
  const power = 10 ** Math.floor(Math.log10(value));
  return ([1, 1.5, 2, 3, 4, 6, 8, 10].find((step) => step * power >= value * 1.1) ?? 20) * power;
}

function shown(value) {
  return value >= 10 || value === 0 ? String(Math.round(value)) : value.toFixed(1);
}
