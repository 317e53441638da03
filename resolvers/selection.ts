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

/** The part of a resolver's `info` that is needed to read selections. */
export type SelectionInfo = Pick<GraphQLResolveInfo, 'fieldNodes' | 'fragments' | 'variableValues'>;

/**
 * The names of the fields selected at the end of a path below the resolved field, e.g. `['edges', 'node']`; without a path, below the
 * resolved field itself. Aliases and fragments are resolved, and fields that `@skip` or `@include` exclude are left out. If the end of the
 * path may have several types, `type` selects one of them. Without `type`, type conditions are ignored.
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
