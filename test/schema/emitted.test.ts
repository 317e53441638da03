import { readFileSync } from 'node:fs';
import { describe, expect, it } from '@jest/globals';
import {
  type GraphQLSchema,
  isEnumType,
  isInputObjectType,
  isInterfaceType,
  isIntrospectionType,
  isObjectType,
} from 'graphql';
import { buildGatewaySchema } from '../../resolvers/index.js';
import { schemaText } from '../../schema/schema-text.js';

const schema = await buildGatewaySchema();
describe('the schema', () => {
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
