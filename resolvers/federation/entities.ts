import { type GraphQLFieldConfig, GraphQLInt, type GraphQLResolveInfo, type GraphQLSchema } from 'graphql';
import { MAX_ITEMS } from '../../schema/input-limits.js';
import { UUID } from '../../schema/scalars.js';
import type { GatewayContext } from '../../src/context.js';
import { badUserInput } from '../bad-user-input.js';
import { asksForFullFieldsOf } from '../full-fields.js';
import { productTypeIdOf } from '../product-type-node.js';
import { readBusinessRequest } from '../read-business-request.js';
import { readProductType } from '../read-product-type.js';

/** As a router sends it: the type's name and one of its keys. Its values are the client's own, and may be anything. */
type Reference = Record<string, unknown>;

interface Entity {
  /** What the schema names as its keys; the first one that a reference holds is taken. */
  keys: Record<string, Key>;
  resolve: (
    reference: Reference,
    context: GatewayContext,
    info: GraphQLResolveInfo,
  ) => Promise<object | null>;
}

interface Key {
  /** The key as it is looked up by; throws where the value is none. */
  read: (value: unknown) => unknown;
  is: string;
}

const productTypeId: Key = {
  read: (value) => GraphQLInt.parseValue(value),
  is: 'a whole number',
};
const productTypeGlobalId: Key = {
  read: (value) => {
    const number = typeof value === 'string' ? productTypeIdOf(value) : null;
    if (number === null) throw new Error('It is not the id of a product type.');
    return number;
  },
  is: 'an id like ProductType:414',
};

/** What other subgraphs may refer to, and how it is read: through the loaders, so that many are one upstream call. */
export const ENTITIES: Record<string, Entity> = {
  BusinessRequest: {
    keys: { id: { read: (id) => UUID.parseValue(id), is: 'a UUID' } },
    resolve: async ({ id }, { loaders }, info) =>
      readBusinessRequest(loaders, UUID.parseValue(id), asksForFullFieldsOf(info, 'BusinessRequest')),
  },
  ProductType: {
    keys: { id: productTypeGlobalId, productTypeId },
    resolve: async (reference, { loaders }) => {
      const key = 'id' in reference ? productTypeGlobalId.read(reference.id) : reference.productTypeId;
      return readProductType(loaders, Number(key));
    },
  },
};

type Resolver = NonNullable<
  GraphQLFieldConfig<unknown, GatewayContext, { representations: unknown[] }>['resolve']
>;

/** A reference that is wrong is one error and one null, said without its values; those beside it are answered. */
export function checkEntities(subgraph: GraphQLSchema): void {
  const field = subgraph.getQueryType()?.getFields()._entities;
  const resolve = field?.resolve as Resolver | undefined;
  if (!field || !resolve) throw new Error('The subgraph has no _entities.');
  const checked: Resolver = (source, { representations }, context, info) => {
    if (representations.length > MAX_ITEMS.representations)
      throw badUserInput(`Ask for at most ${MAX_ITEMS.representations} entities at once.`);
    return representations.map(async (reference, index) => {
      const error = errorIn(reference, `representations[${index}]`);
      if (error !== null) throw badUserInput(error);
      const [entity] = resolve(source, { representations: [reference] }, context, info) as unknown[];
      return entity;
    });
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

function errorIn(reference: unknown, place: string): string | null {
  const { __typename: type, ...values } = Object(reference) as Reference;
  const entity = typeof type === 'string' && Object.hasOwn(ENTITIES, type) ? ENTITIES[type] : undefined;
  if (!entity) {
    const known = Object.keys(ENTITIES).join(' or ');
    return `${place}.__typename is not the name of an entity: send ${known}.`;
  }
  const [name, key] = Object.entries(entity.keys).find(([each]) => Object.hasOwn(values, each)) ?? [];
  if (!name || !key) return `${place} has no key: send ${Object.keys(entity.keys).join(' or ')}.`;
  return isKey(values[name], key) ? null : `${place}.${name} is not ${key.is}.`;
}

function isKey(value: unknown, { read }: Key): boolean {
  try {
    read(value);
    return true;
  } catch {
    return false;
  }
}
