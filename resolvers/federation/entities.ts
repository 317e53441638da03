import { GraphQLInt, type GraphQLResolveInfo } from 'graphql';
import { BusinessRequest } from '../../schema/business-request.js';
import { MAX_ITEMS } from '../../schema/input-limits.js';
import { ProductType } from '../../schema/product-type.js';
import { UUID } from '../../schema/scalars.js';
import type { GatewayContext } from '../../src/context.js';
import { badUserInput } from '../bad-user-input.js';
import { asksForFullFieldsOf } from '../full-fields.js';
import { productTypeIdOf } from '../product-type-node.js';
import { readBusinessRequest } from '../read-business-request.js';
import { readProductType } from '../read-product-type.js';

/** A router's reference: a type's name and one of its keys. The values come from the client, and may be anything. */
type Reference = Record<string, unknown>;

interface Entity {
  /** The class of the resolved object. */
  type: new () => object;
  /** The entity's keys in the schema. The first one that a reference contains is used. */
  keys: Record<string, Key>;
  resolve: (
    reference: Reference,
    context: GatewayContext,
    info: GraphQLResolveInfo,
  ) => Promise<object | null>;
}

interface Key {
  /** Converts a key's value for the look-up; throws if the value is no such key. */
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

/** The entities that other subgraphs may reference. They are read through the loaders, so that many cost one upstream call. */
const ENTITIES: Record<string, Entity> = {
  BusinessRequest: {
    type: BusinessRequest,
    keys: { id: { read: (id) => UUID.parseValue(id), is: 'a UUID' } },
    resolve: async ({ id }, { loaders }, info) =>
      readBusinessRequest(loaders, UUID.parseValue(id), asksForFullFieldsOf(info, 'BusinessRequest')),
  },
  ProductType: {
    type: ProductType,
    keys: { id: productTypeGlobalId, productTypeId },
    resolve: async (reference, { loaders }) => {
      const key = 'id' in reference ? productTypeGlobalId.read(reference.id) : reference.productTypeId;
      return readProductType(loaders, Number(key));
    },
  },
};

/**
 * Resolvers that are added to the schema's own. @apollo/subgraph lets them replace its own resolvers for `_entities` and `_service`. Its
 * own one fails for all references if one names no entity, and its error repeats what the client sent.
 */
export function subgraphResolvers({ introspection }: { introspection: boolean }) {
  return {
    Query: { _entities: resolveEntities, ...(introspection ? {} : { _service: hideSdl }) },
    _Entity: { __resolveType: (entity: object) => typeOf(entity) },
  };
}

/** A wrong reference causes one error, without its values, and one null. The other references are resolved. */
function resolveEntities(
  _source: unknown,
  { representations }: { representations: unknown[] },
  context: GatewayContext,
  info: GraphQLResolveInfo,
): Promise<object | null>[] {
  if (representations.length > MAX_ITEMS.representations)
    throw badUserInput(`Ask for at most ${MAX_ITEMS.representations} entities at once.`);
  return representations.map(async (sent, index) => {
    const { entity, reference } = readReference(sent, `representations[${index}]`);
    return entity.resolve(reference, context, info);
  });
}

/** If clients may not read the schema, `_service` does not return it either. */
function hideSdl(): never {
  throw badUserInput(
    'This gateway does not tell its schema: compose with what `npm run subgraph` prints, or set INTROSPECTION=true.',
  );
}

function typeOf(entity: object): string | undefined {
  return Object.entries(ENTITIES).find(([, { type }]) => entity instanceof type)?.[0];
}

function readReference(sent: unknown, place: string): { entity: Entity; reference: Reference } {
  const reference = Object(sent) as Reference;
  const { __typename: type, ...values } = reference;
  const entity = typeof type === 'string' && Object.hasOwn(ENTITIES, type) ? ENTITIES[type] : undefined;
  if (!entity) {
    const known = Object.keys(ENTITIES).join(' or ');
    throw badUserInput(`${place}.__typename is not the name of an entity: send ${known}.`);
  }
  const [name, key] = Object.entries(entity.keys).find(([each]) => Object.hasOwn(values, each)) ?? [];
  if (!name || !key)
    throw badUserInput(`${place} has no key: send ${Object.keys(entity.keys).join(' or ')}.`);
  if (!isKey(values[name], key)) throw badUserInput(`${place}.${name} is not ${key.is}.`);
  return { entity, reference };
}

function isKey(value: unknown, { read }: Key): boolean {
  try {
    read(value);
    return true;
  } catch {
    return false;
  }
}
