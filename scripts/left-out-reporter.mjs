/** A Jest reporter that lists the skipped tests at the end. The title of a skipped test contains the reason. */
export default class LeftOutReporter {
  onRunComplete(_contexts, { testResults }) {
    const leftOut = testResults.flatMap(({ testResults: tests }) =>
      tests
        .filter(({ status }) => status !== 'passed' && status !== 'failed')
        .map(({ fullName }) => fullName),
    );
    process.stderr.write(
      leftOut.length === 0
        ? '\nLeft out: nothing.\n'
        : `\nLeft out:\n${leftOut.map((name) => `  ${name}\n`).join('')}`,
    );
  }
}
