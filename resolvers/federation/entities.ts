import { type GraphQLFieldConfig, GraphQLInt, type GraphQLResolveInfo, type GraphQLSchema } from 'graphql';
import { MAX_ITEMS } from '../../schema/input-limits.js';
import { UUID } from '../../schema/scalars.js';
import type { GatewayContext } from '../../src/context.js';
import { badUserInput } from '../bad-user-input.js';
import { asksForFullFieldsOf } from '../full-fields.js';
import { readBusinessRequest } from '../read-business-request.js';

/** As a router sends it: the type's name and its key. Its values are the client's own, and may be anything. */
interface Reference {
  id?: unknown;
}

interface Referred {
  /** The key as the schema has it; throws where it is none. */
  readKey: (id: unknown) => unknown;
  keyIs: string;
  resolve: (
    reference: Reference,
    context: GatewayContext,
    info: GraphQLResolveInfo,
  ) => Promise<object | null>;
}

/** What other subgraphs may refer to, and how it is read: through the loaders, so that many are one upstream call. */
export const REFERENCES: Record<string, Referred> = {
  BusinessRequest: {
    readKey: (id) => UUID.parseValue(id),
    keyIs: 'a UUID',
    resolve: async ({ id }, { loaders }, info) =>
      readBusinessRequest(loaders, UUID.parseValue(id), asksForFullFieldsOf(info, 'BusinessRequest')),
  },
  ProductType: {
    readKey: (id) => GraphQLInt.parseValue(id),
    keyIs: 'a whole number',
    resolve: async ({ id }, { loaders }) => {
      const products = await loaders.productTypes.load('all');
      const found = products.find((product) => product.id === id);
      // A copy: the name of its type is written into it, and what was read is shared.
      return found ? { ...found } : null;
    },
  },
};

type Resolver = NonNullable<
  GraphQLFieldConfig<unknown, GatewayContext, { representations: unknown[] }>['resolve']
>;

/** Looks at references before any is resolved: what is wrong with one is said without its values. */
export function checkEntities(subgraph: GraphQLSchema): void {
  const field = subgraph.getQueryType()?.getFields()._entities;
  const resolve = field?.resolve as Resolver | undefined;
  if (!field || !resolve) throw new Error('The subgraph has no _entities.');
  const checked: Resolver = (source, args, context, info) => {
    const complaint = complaintAbout(args.representations);
    if (complaint !== null) throw badUserInput(complaint);
    return resolve(source, args, context, info);
  };
  field.resolve = checked;
}

/** Where clients may not read the schema, `_service` does not tell it either. */
export function hideSdl(subgraph: GraphQLSchema): void {
  const field = subgraph.getQueryType()?.getFields()._service;
  if (!field) throw new Error('The subgraph has no _service.');
  field.resolve = () => {
    throw badUserInput(
      'This gateway does not tell its schema: compose with what `npm run subgraph` prints, or set INTROSPECTION=true.',
    );
  };
}

function complaintAbout(references: unknown[]): string | null {
  if (references.length > MAX_ITEMS.representations)
    return `Ask for at most ${MAX_ITEMS.representations} entities at once.`;
  for (const [index, reference] of references.entries()) {
    const { __typename: type, id } = Object(reference);
    const referred =
      typeof type === 'string' && Object.hasOwn(REFERENCES, type) ? REFERENCES[type] : undefined;
    if (!referred) {
      const known = Object.keys(REFERENCES).join(' or ');
      return `representations[${index}].__typename is not the name of an entity: send ${known}.`;
    }
    if (!isKey(id, referred)) return `representations[${index}].id is not ${referred.keyIs}.`;
  }
  return null;
}

function isKey(id: unknown, { readKey }: Referred): boolean {
  try {
    readKey(id);
    return true;
  } catch {
    return false;
  }
}
