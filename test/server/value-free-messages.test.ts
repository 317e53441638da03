import { expect, it } from '@jest/globals';
import { buildSchema, execute, parse } from 'graphql';
import { clientMistakes } from '../../src/server/value-free-messages.js';

/** How often the document is walked through for mistakes that are found in so many fields while they are executed. */
async function walksFor(fields: number) {
  const schema = buildSchema('type Query { f(id: Int!): Int }');
  const aliases = Array.from({ length: fields }, (_, n) => `a${n}: f(id: $n)`);
  const document = parse(`query ($n: Int = 1) { ${aliases} }`);
  const { errors = [] } = await execute({ schema, document, variableValues: { n: null } });
  let walks = 0;
  const counted = {
    ...document,
    get definitions() {
      walks += 1;
      return document.definitions;
    },
  };
  return { sentences: clientMistakes(errors, { schema, document: counted }), walks };
}

it('A document is walked through as often for two hundred mistakes in arguments as for one', async () => {
  const one = await walksFor(1);
  const many = await walksFor(200);
  expect(many.sentences).toEqual(Array(200).fill('Argument "id" of non-null type "Int!" must not be null.'));
  expect([one.walks > 0, many.walks]).toEqual([true, one.walks]);
});
