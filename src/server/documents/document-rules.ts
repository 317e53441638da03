import { NoSchemaIntrospectionCustomRule, type ValidationRule } from 'graphql';
import { limitComparisons } from './limit-comparisons.js';
import { limitPerOperation } from './limit-per-operation.js';
import { subscriptionConditions } from './subscription-conditions.js';

/**
 * What a document may ask for, besides valid: looked at before anything of it is executed.
 *
 * @param maxPerOperation how often one operation may ask for a mutation, by the mutation's name
 * @param introspection whether clients may read the schema; Apollo Server looks at that itself
 */
export const documentRules = (
  maxPerOperation: ReadonlyMap<string, number>,
  introspection = true,
): ValidationRule[] => [
  limitComparisons,
  subscriptionConditions,
  limitPerOperation(maxPerOperation),
  ...(introspection ? [] : [NoSchemaIntrospectionCustomRule]),
];
