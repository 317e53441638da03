import {
  type DirectiveNode,
  type FieldNode,
  GraphQLIncludeDirective,
  type GraphQLResolveInfo,
  GraphQLSkipDirective,
  getDirectiveValues,
  Kind,
  type SelectionSetNode,
} from 'graphql';

/** The part of a resolver's `info` that selections are read with. */
export type SelectionInfo = Pick<GraphQLResolveInfo, 'fieldNodes' | 'fragments' | 'variableValues'>;

/**
 * The names of the fields selected at the end of a path below the field being resolved, e.g. `['edges', 'node']`;
 * the field itself for no path. It sees through aliases and fragments, and leaves out what `@skip` and `@include`
 * leave out. Where the end may be of several types, `type` says which one is meant; else type conditions are of no account.
 */
export function selectedFields(
  info: SelectionInfo,
  path: readonly string[] = [],
  type?: string,
): Set<string> {
  let nodes: readonly FieldNode[] = info.fieldNodes;
  for (const name of path) nodes = fieldsBelow(nodes, info).filter((node) => node.name.value === name);
  return new Set(fieldsBelow(nodes, info, type).map((node) => node.name.value));
}

function fieldsBelow(nodes: readonly FieldNode[], info: SelectionInfo, type?: string): FieldNode[] {
  return nodes.flatMap(({ selectionSet }) => fieldsIn(selectionSet, info, type));
}

function fieldsIn(
  selectionSet: SelectionSetNode | undefined,
  info: SelectionInfo,
  type?: string,
): FieldNode[] {
  return (selectionSet?.selections ?? []).flatMap((selection) => {
    if (!isIncluded(selection, info)) return [];
    if (selection.kind === Kind.FIELD) return [selection];
    const fragment =
      selection.kind === Kind.FRAGMENT_SPREAD ? info.fragments[selection.name.value] : selection;
    const condition = fragment?.typeCondition?.name.value;
    const isMeant = type === undefined || condition === undefined || condition === type;
    return isMeant ? fieldsIn(fragment?.selectionSet, info, type) : [];
  });
}

function isIncluded(
  node: { readonly directives?: readonly DirectiveNode[] },
  { variableValues }: SelectionInfo,
): boolean {
  if (!node.directives?.length) return true;
  return (
    getDirectiveValues(GraphQLSkipDirective, node, variableValues)?.if !== true &&
    getDirectiveValues(GraphQLIncludeDirective, node, variableValues)?.if !== false
  );
}
