import { NoSchemaIntrospectionCustomRule, type ValidationRule } from 'graphql';
import { limitComparisons } from './limit-comparisons.js';
import { limitPerOperation } from './limit-per-operation.js';
import { subscriptionConditions } from './subscription-conditions.js';

/**
 * Validation rules in addition to those of the specification, checked before execution.
 * @param maxPerOperation how often one operation may ask for a mutation, by the mutation's name
 * @param introspection whether clients may read the schema; Apollo Server checks that itself for what it executes
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
