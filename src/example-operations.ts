import { readFileSync } from 'node:fs';
import { type ASTNode, type FragmentDefinitionNode, Kind, parse, print, visit } from 'graphql';

/** The operations in files of `client/operations/` by name. Each is a complete document, even if its fragments are in another file. */
export function readOperations(...files: (string | URL)[]): Map<string, string> {
  const definitions = files.flatMap((file) => parse(readFileSync(file, 'utf8')).definitions);
  const fragments = new Map<string, FragmentDefinitionNode>();
  for (const definition of definitions) {
    if (definition.kind === Kind.FRAGMENT_DEFINITION) fragments.set(definition.name.value, definition);
  }
  const operations = new Map<string, string>();
  for (const definition of definitions) {
    if (definition.kind !== Kind.OPERATION_DEFINITION || !definition.name) continue;
    const used = new Set<FragmentDefinitionNode>();
    const use = (within: ASTNode): unknown =>
      visit(within, {
        FragmentSpread: ({ name }) => {
          const fragment = fragments.get(name.value);
          if (!fragment || used.has(fragment)) return;
          used.add(fragment);
          use(fragment);
        },
      });
    use(definition);
    operations.set(definition.name.value, [definition, ...used].map(print).join('\n\n'));
  }
  return operations;
}
