import { readFileSync } from 'node:fs';
import { parse, print } from 'graphql';

const { definitions } = parse(readFileSync(new URL('story.graphql', import.meta.url), 'utf8'));

/** The operations of the story by their short name: `Login`, `Form`, …; each with its text, its document and its kind. */
export const OPERATIONS = Object.fromEntries(
  definitions.map((definition) => {
    const [, name] = /^story(.*)(?:Query|Mutation|Subscription)$/.exec(definition.name.value);
    const text = print(definition);
    return [name, { name: definition.name.value, kind: definition.operation, text, document: parse(text) }];
  }),
);
