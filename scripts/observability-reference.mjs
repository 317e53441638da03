import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { argv } from 'node:process';
import { parse } from 'yaml';

const FOLDER = 'deploy/observability';
const dashboard = JSON.parse(readFileSync(`${FOLDER}/grafana-dashboard.json`, 'utf8'));
const { groups } = parse(readFileSync(`${FOLDER}/prometheus-rules.yaml`, 'utf8'));

/** The size of a cell in Grafana's grid, in pixels. */
const COLUMN = 44;
const ROW = 17;
const GAP = 4;

const UNITS = {
  percentunit: 'percent',
  short: 'count',
  s: 'seconds',
  ops: 'per second',
  reqps: 'per second',
  bytes: 'bytes',
};
const xml = (text) => text.replace(/[<>&"]/g, (character) => `&#${character.charCodeAt(0)};`);
const cell = (text) =>
  text
    .replace(/{{ \$labels\.(\w+) }}/g, '_$1_')
    .replaceAll('|', '\\|')
    .replace(/\s+/g, ' ')
    .trim();

/** The names of the metrics that a panel draws. */
const metricsOf = ({ targets = [] }) => [
  ...new Set(targets.flatMap(({ expr }) => expr.match(/\b(?:vlens|nodejs|process)_\w+/g) ?? [])),
];

/** Breaks a text into lines of at most `most` characters. */
function lines(text, most) {
  const broken = [''];
  for (const word of text.split(' ')) {
    const last = broken.at(-1);
    if (last !== '' && last.length + word.length >= most) broken.push(word);
    else broken[broken.length - 1] = last === '' ? word : `${last} ${word}`;
  }
  return broken;
}

function drawn(panel) {
  const { x, y, w, h } = panel.gridPos;
  const [left, top, width, height] = [x * COLUMN + GAP, y * ROW + GAP, w * COLUMN - GAP, h * ROW - GAP];
  if (panel.type === 'row')
    return `<text x="${left + 4}" y="${top + 11}" font-size="13" font-weight="600">${xml(panel.title)}</text>`;
  const unit = UNITS[panel.fieldConfig.defaults.unit] ?? '';
  const text = [
    ...lines(panel.title, width / 7.4).map((line) => ['title', line]),
    ...metricsOf(panel).flatMap((metric) => lines(metric, width / 6).map((line) => ['metric', line])),
    ['unit', [panel.type === 'stat' ? 'one figure' : 'over time', unit].filter(Boolean).join(', ')],
  ];
  const written = text.map(
    ([kind, line], at) =>
      `<text class="${kind}" x="${left + 8}" y="${top + 16 + at * 14}">${xml(line)}</text>`,
  );
  return [`<rect x="${left}" y="${top}" width="${width}" height="${height}" rx="3"/>`, ...written].join('\n');
}

/** Draws the position of each panel and the names of its metrics. It has no measured values, since they differ for each installation. */
function picture() {
  const height = Math.max(...dashboard.panels.map(({ gridPos: { y, h } }) => y + h)) * ROW + 2 * GAP;
  return `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${24 * COLUMN + 2 * GAP} ${height}" font-family="sans-serif" font-size="11" role="img" aria-label="${xml(dashboard.title)}: where each panel stands and what it draws">
<style>
  svg { background: #f4f5f7 } rect { fill: #fff; stroke: #c9ccd3 }
  .title { font-weight: 600 } .metric { fill: #3a5a9b } .unit { fill: #666 }
</style>
${dashboard.panels.map(drawn).join('\n')}
</svg>
`;
}

function alertRows() {
  return groups
    .flatMap(({ rules }) => rules)
    .filter(({ alert }) => alert)
    .map((rule) => {
      const { summary, description } = rule.annotations;
      const said = [summary, description].filter(Boolean).join(' ');
      return `| \`${rule.alert}\` | ${rule.labels.severity} | ${cell(said)} | \`${cell(rule.expr)}\`${rule.for ? ` for ${rule.for}` : ''} |`;
    });
}

function page() {
  const panels = dashboard.panels.map((panel) => {
    if (panel.type === 'row') return `| **${cell(panel.title)}** | | | |`;
    const unit = UNITS[panel.fieldConfig.defaults.unit] ?? '';
    const drawnBy = metricsOf(panel).map((metric) => `\`${metric}\``);
    return `| ${cell(panel.title)} | ${unit} | ${drawnBy.join(', ')} | ${cell(panel.description ?? '')} |`;
  });
  return `# Alerts and dashboard

Written by \`npm run codegen\` from the files that you install:
[\`prometheus-rules.yaml\`](../../${FOLDER}/prometheus-rules.yaml) and [\`grafana-dashboard.json\`](../../${FOLDER}/grafana-dashboard.json).
What to do about each alert is in [observability](../observability.md#what-to-do-about-an-alert).

## Alerts

*page* wakes somebody up, *ticket* waits for the morning.

| alert | severity | what it says | when |
| --- | --- | --- | --- |
${alertRows().join('\n')}

## Dashboard

![Where each panel of the dashboard stands, and the metrics that it draws](../images/dashboard.svg)

| panel | unit | metrics | |
| --- | --- | --- | --- |
${panels.join('\n')}
`;
}

const FILES = { 'docs/reference/alerts.md': page(), 'docs/images/dashboard.svg': picture() };
for (const [file, text] of Object.entries(FILES)) {
  if (!argv.includes('--check')) writeFileSync(file, text);
  else if (!existsSync(file) || readFileSync(file, 'utf8') !== text) {
    console.error(`${file} is not what ${FOLDER} comes to: run npm run codegen and commit it.`);
    process.exitCode = 1;
  }
}
