import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import {
  buildSchema,
  type DefinitionNode,
  type FragmentDefinitionNode,
  getNamedType,
  type InlineFragmentNode,
  isObjectType,
  isUnionType,
  Kind,
  parse,
  type SelectionNode,
  type SelectionSetNode,
  TypeInfo,
  visit,
  visitWithTypeInfo,
} from 'graphql';

const FOLDER = 'client/operations/';
const schema = buildSchema(readFileSync('schema/schema.graphql', 'utf8'));
const problems = new Set(
  Object.values(schema.getTypeMap())
    .filter((type) => isObjectType(type) && type.getInterfaces().some(({ name }) => name === 'Problem'))
    .map(({ name }) => name),
);
const documents = readdirSync(FOLDER).map((file) => parse(readFileSync(FOLDER + file, 'utf8')));

describe('The documents of the client', () => {
  it('ask for everything that the schema offers', () => {
    const asked = new Set(
      documents.flatMap(({ definitions }) =>
        definitions.flatMap((each) =>
          each.kind === Kind.OPERATION_DEFINITION ? fieldsOf(each.selectionSet) : [],
        ),
      ),
    );
    const roots = [schema.getQueryType(), schema.getMutationType(), schema.getSubscriptionType()];
    const offered = roots.flatMap((type) => Object.keys(type?.getFields() ?? {}));
    expect(offered.filter((name) => !asked.has(name))).toEqual([]);
  });

  it('tell the members of a union apart, each of them with what it says, and those that come later', () => {
    const astray: string[] = [];
    for (const document of documents) {
      const types = new TypeInfo(schema);
      const look = (set: SelectionSetNode) => {
        const type = getNamedType(types.getType() ?? undefined);
        if (!type || !isUnionType(type)) return;
        const selections = inlined(set);
        const named = selections.flatMap((each) =>
          each.kind === Kind.INLINE_FRAGMENT ? (each.typeCondition?.name.value ?? []) : [],
        );
        const members = schema.getPossibleTypes(type).map(({ name }) => name);
        const isProblem = members.some((member) => problems.has(member));
        const wanted = isProblem ? [...members, 'Problem'] : members;
        if (
          !fieldsOf({ ...set, selections }).includes('__typename') ||
          !wanted.every((name) => named.includes(name))
        )
          astray.push(type.name);
      };
      visit(document, visitWithTypeInfo(types, { SelectionSet: look }));
    }
    expect(astray).toEqual([]);
  });

  it('ask of each refusal for all that its customer is told', () => {
    const told = documents.flatMap(({ definitions }) => definitions.flatMap(refusals));
    expect(told.length).toBeGreaterThan(5);
    for (const fields of told)
      expect(fields).toEqual(
        expect.arrayContaining(['message', 'reason', 'retryAfterSeconds', 'fieldErrors']),
      );
  });
});

/** What is asked of each `Rejection`, in a fragment or in place. */
function refusals(definition: DefinitionNode): string[][] {
  const found: string[][] = [];
  const look = (node: InlineFragmentNode | FragmentDefinitionNode) => {
    if (node.typeCondition?.name.value === 'Rejection') found.push(fieldsOf(node.selectionSet));
  };
  visit(definition, { InlineFragment: look, FragmentDefinition: look });
  return found;
}

const fragments = new Map(
  documents.flatMap(({ definitions }) =>
    definitions.flatMap((each) =>
      each.kind === Kind.FRAGMENT_DEFINITION ? [[each.name.value, each] as const] : [],
    ),
  ),
);

/** Fragments of a member stand in its place; those of the union itself are what they hold. */
function inlined({ selections }: SelectionSetNode): SelectionNode[] {
  return selections.flatMap((each): SelectionNode[] => {
    const fragment = each.kind === Kind.FRAGMENT_SPREAD && fragments.get(each.name.value);
    if (!fragment) return [each];
    const { typeCondition, selectionSet } = fragment;
    return isUnionType(schema.getType(typeCondition.name.value))
      ? inlined(selectionSet)
      : [{ kind: Kind.INLINE_FRAGMENT, typeCondition, selectionSet }];
  });
}

function fieldsOf({ selections }: SelectionSetNode): string[] {
  return selections.flatMap((each) => (each.kind === Kind.FIELD ? each.name.value : []));
}
