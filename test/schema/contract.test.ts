import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import {
  buildASTSchema,
  DangerousChangeType,
  findBreakingChanges,
  findDangerousChanges,
  type GraphQLSchema,
  getNamedType,
  isEnumType,
  isInputObjectType,
  isInterfaceType,
  isIntrospectionType,
  isObjectType,
  parse,
} from 'graphql';
import { buildGatewaySchema } from '../../resolvers/index.js';
import { schemaText } from '../../schema/schema-text.js';

const schema = await buildGatewaySchema();
function contract(): GraphQLSchema {
  return buildASTSchema(parse(readFileSync('test/schema/contract.graphql', 'utf8')));
}

describe('the schema', () => {
  it('keeps every promise of the contract', () => {
    expect(findBreakingChanges(contract(), schema)).toEqual([]);
  });

  it('keeps the contract’s defaults and union members', () => {
    const changes = findDangerousChanges(contract(), schema).filter(({ type }) =>
      [DangerousChangeType.ARG_DEFAULT_VALUE_CHANGE, DangerousChangeType.TYPE_ADDED_TO_UNION].includes(type),
    );
    expect(changes).toEqual([]);
  });

  it('promises nothing that the contract does not, besides the key that contract.md gives every mutation', () => {
    const inputs = Object.values(schema.getMutationType()?.getFields() ?? {}).map(
      ({ args }) => `${getNamedType(args[0]?.type)?.name}.idempotencyKey was removed.`,
    );
    const more = findBreakingChanges(schema, contract()).map(({ description }) => description);
    expect(more.sort()).toEqual([...new Set(inputs)].sort());
  });

  it('describes every type, field, argument, value and input', () => {
    expect(undescribed(schema)).toEqual([]);
  });

  it('is the one in git; npm run codegen writes it', () => {
    expect(readFileSync('schema/schema.graphql', 'utf8')).toBe(schemaText(schema));
  });
});

function undescribed(whole: GraphQLSchema): string[] {
  const named: { name: string; description?: string | null }[] = [];
  for (const type of Object.values(whole.getTypeMap())) {
    if (isIntrospectionType(type)) continue;
    named.push(type);
    if (isEnumType(type)) {
      for (const value of type.getValues()) named.push({ ...value, name: `${type.name}.${value.name}` });
    }
    if (isObjectType(type) || isInterfaceType(type)) {
      for (const field of Object.values(type.getFields())) {
        named.push({ ...field, name: `${type.name}.${field.name}` });
        for (const arg of field.args) named.push({ ...arg, name: `${type.name}.${field.name}.${arg.name}` });
      }
    }
    if (isInputObjectType(type)) {
      for (const field of Object.values(type.getFields())) {
        named.push({ ...field, name: `${type.name}.${field.name}` });
      }
    }
  }
  return named.filter(({ description }) => !description).map(({ name }) => name);
}
