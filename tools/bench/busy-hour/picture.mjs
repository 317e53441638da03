const WIDTH = 720;
const ROW = 30;
const LEFT = 330;
const TOP = 40;

/** Bars beside each other's names, as SVG. */
export function barsOf({ title, unit, bars }) {
  const most = Math.max(...bars.map(([, value]) => value), Number.EPSILON);
  const rows = bars.map(([name, value], row) => {
    const y = TOP + row * ROW;
    const width = Math.max(1, ((WIDTH - LEFT - 90) * value) / most);
    const shown = value >= 100 ? Math.round(value).toLocaleString('en') : value.toFixed(value < 10 ? 2 : 1);
    return (
      `<text x="${LEFT - 8}" y="${y + 15}" text-anchor="end">${name}</text>` +
      `<rect x="${LEFT}" y="${y}" width="${width.toFixed(1)}" height="20" fill="${name.startsWith('this') ? '#0b6e4f' : '#9aa5b1'}"/>` +
      `<text x="${LEFT + width + 6}" y="${y + 15}">${shown} ${unit}</text>`
    );
  });
  const height = TOP + bars.length * ROW + 10;
  return `<svg xmlns="http://www.w3.org/2000/svg" width="${WIDTH}" height="${height}" viewBox="0 0 ${WIDTH} ${height}" font-family="sans-serif" font-size="12">\n<title>${title}</title>\n<rect width="100%" height="100%" fill="white"/>\n<text x="10" y="22" font-size="15">${title}</text>\n${rows.join('\n')}\n</svg>\n`;
}
