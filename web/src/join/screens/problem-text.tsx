import { Fragment } from 'react';
import { useI18n } from '../../i18n/context';
import { Wait } from '../../ui/wait';
import { useJoinText } from '../i18n/use-join-text';
import type { Problem } from '../state/way';

/** Where the provider's own sentence says what ours can't. */
const SAYS_MORE = new Set<Problem['reason']>([
  'OTHER',
  'NOT_FOUND',
  'INVALID_INPUT',
  'NOT_ELIGIBLE',
  'CHECKS',
  'DOCUMENT_INVALID',
]);

interface ProblemTextProps {
  id?: string;
  problem: Problem | null;
  /** What this page found wrong by itself, before anything was sent. */
  own?: string | null;
}

/** What is wrong and what to do about it; read out when it appears. */
export function ProblemText({ id, problem, own = null }: ProblemTextProps) {
  const { text } = useI18n();
  const { problems, tooMany, gone } = useJoinText();
  const over = own === null ? problem?.tooMany : undefined;
  // A gateway that was deployed since may give a reason that is not known here.
  const reason = problem && (problem.reason in problems ? problem.reason : 'OTHER');
  const sentence = problem?.gone ? gone[problem.gone] : reason && problems[reason];
  const said = problem && reason && !problem.gone && SAYS_MORE.has(reason) ? sentencesOf(problem) : [];
  return (
    <div id={id} className="problem" role="alert">
      {own ?? (over ? tooMany[over.of] : sentence)}
      {own === null && said.length > 0 && (
        <p className="said">
          {text.theySaid}{' '}
          {said.map((sentence) => (
            <Fragment key={sentence}>
              <q dir="auto">{sentence}</q>{' '}
            </Fragment>
          ))}
        </p>
      )}
      {over && over.seconds !== null && (
        <Wait seconds={over.seconds}>
          <p className="notice">{tooMany.over}</p>
        </Wait>
      )}
    </div>
  );
}

function sentencesOf({ said, fields }: Problem): string[] {
  return [...new Set([...said, ...fields.map(({ message }) => message)])];
}
