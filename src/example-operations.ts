import { readFileSync } from 'node:fs';
import { type FragmentDefinitionNode, Kind, parse, print, visit } from 'graphql';

/** The operations of a file of `client/operations/` by name, each a document that stands by itself. */
export function readOperations(file: string | URL): Map<string, string> {
  const { definitions } = parse(readFileSync(file, 'utf8'));
  const fragments = new Map<string, FragmentDefinitionNode>();
  for (const definition of definitions) {
    if (definition.kind === Kind.FRAGMENT_DEFINITION) fragments.set(definition.name.value, definition);
  }
  const operations = new Map<string, string>();
  for (const definition of definitions) {
    if (definition.kind !== Kind.OPERATION_DEFINITION || !definition.name) continue;
    const used = new Set<FragmentDefinitionNode>();
    visit(definition, {
      FragmentSpread: ({ name }) => {
        const fragment = fragments.get(name.value);
        if (fragment) used.add(fragment);
      },
    });
    operations.set(definition.name.value, [definition, ...used].map(print).join('\n\n'));
  }
  return operations;
}
