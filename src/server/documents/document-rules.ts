import type { ValidationRule } from 'graphql';
import { limitComparisons } from './limit-comparisons.js';
import { limitPerOperation } from './limit-per-operation.js';

/**
 * What a document may ask for, besides valid: looked at before anything of it is executed.
 *
 * @param maxPerOperation how often one operation may ask for a mutation, by the mutation's name
 */
export const documentRules = (maxPerOperation: ReadonlyMap<string, number>): ValidationRule[] => [
  limitComparisons,
  limitPerOperation(maxPerOperation),
];
