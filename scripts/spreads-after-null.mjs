import { parseSync, Visitor } from 'rolldown/utils';

/**
 * `{ ...source, name: value }` costs V8 (Node 20) a new hidden class each time it is evaluated, which is kept until the next full
 * collection and makes whatever reads the object look its fields up anew. After a spread of null, which adds nothing, the same
 * literal has one hidden class for good. This puts it there, in our code and in the libraries' alike.
 * @param {string} code an ES module @returns {string}
 */
export function spreadsAfterNull(code) {
  const { program, errors } = parseSync('chunk.js', code);
  if (errors.length > 0) throw new Error(`The bundle can't be read: ${errors[0].message}`);
  const starts = [];
  new Visitor({
    ObjectExpression({ properties: [first, ...others] }) {
      if (first?.type === 'SpreadElement' && others.length > 0) starts.push(first.start);
    },
  }).visit(program);
  let after = code;
  for (const start of starts.sort((a, b) => b - a))
    after = `${after.slice(0, start)}...null, ${after.slice(start)}`;
  return after;
}
