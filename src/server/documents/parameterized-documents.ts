import { hash } from 'node:crypto';
import {
  type DocumentNode,
  type GraphQLScalarType,
  type GraphQLSchema,
  print,
  specifiedRules,
  type ValidationRule,
  validate,
} from 'graphql';
import { LRUCache } from 'lru-cache';
import { isTaken } from '../variable-mistakes.js';
import { nameOf, shapeOf } from './document-shape.js';
import { type Parameterized, withVariables } from './with-variables.js';

/**
 * Limits in characters of the documents' texts. A parsed document takes some 150 bytes per character. Each value becomes a variable that
 * must be read.
 */
export const PARAMETERIZED_LIMITS = { characters: 64 * 1024, charactersOfOne: 4096, valuesOfOne: 100 };

/** All documents that differ only in their values, as one document with variables. */
interface Template extends Parameterized {
  query: string;
  hash: string;
}

/** A template; or a shape that was sent only once, or contains something that can't be a variable. */
type Known = Template | 'sent once' | 'left as it is';

/**
 * Turns literal values in documents into variables, as databases parameterize statements. Otherwise each document with other values is a
 * new text that must be parsed and validated. From the second document of the same shape on, numbers and plain strings become variables of
 * one document, which is valid for all values. Its nodes keep the positions that they have in the client's text, for error locations. If a
 * value does not fit its position, the document stays as it is, and so do its errors.
 */
export class ParameterizedDocuments {
  private readonly shapes = new LRUCache<string, Known>({
    maxSize: PARAMETERIZED_LIMITS.characters,
    sizeCalculation: (_known, shape) => shape.length,
    dispose: (known) => {
      if (typeof known === 'object') this.documents.delete(known.hash);
    },
  });
  private readonly documents = new Map<string, DocumentNode>();
  private made = 0;

  /** @param rules validation rules in addition to the specification's */
  constructor(
    private readonly schema: GraphQLSchema,
    private readonly rules: readonly ValidationRule[],
  ) {}

  /** The operation with its values as variables, or unchanged. */
  parameterize(sent: unknown): unknown {
    if (!isOperation(sent)) return sent;
    const { shape, values, starts } = shapeOf(sent.query);
    if (values.length === 0 || values.length > PARAMETERIZED_LIMITS.valuesOfOne) return sent;
    const template = this.templateOf(shape, starts);
    if (template === null) return sent;
    const variables: Record<string, unknown> = { ...sent.variables };
    for (const [at, type] of template.types.entries()) {
      const value = asVariable(values[at] ?? '', type);
      if (!isTaken(type, value)) return sent;
      variables[nameOf(at)] = value;
    }
    return { ...sent, query: template.query, variables };
  }

  /** The parameterized document whose text has this SHA-256 in hex. */
  documentOf(textHash: string): DocumentNode | undefined {
    return this.documents.get(textHash);
  }

  private templateOf(shape: string, starts: readonly number[]): Template | null {
    let known = this.shapes.get(shape);
    if (known === undefined || known === 'sent once') {
      known = known === undefined ? 'sent once' : (this.make(shape, starts) ?? 'left as it is');
      this.shapes.set(shape, known);
      if (typeof known === 'object') this.documents.set(known.hash, known.document);
    }
    return typeof known === 'object' ? known : null;
  }

  private make(shape: string, starts: readonly number[]): Template | null {
    const parameterized = withVariables(this.schema, shape, starts);
    if (parameterized === null) return null;
    const { document, types } = parameterized;
    if (validate(this.schema, document, [...specifiedRules, ...this.rules], { maxErrors: 1 }).length > 0)
      return null;
    this.made += 1;
    // Two documents that print alike have different locations, so each needs its own text.
    const query = `${print(document)}\n# ${this.made}`;
    return { query, hash: hash('sha256', query, 'hex'), document, types };
  }
}

/**
 * The memory of a template grows with its text, so long documents stay as they are. Apollo Server reports what is wrong with malformed
 * requests.
 */
function isOperation(sent: unknown): sent is { query: string; variables?: object | null } {
  if (typeof sent !== 'object' || sent === null || Array.isArray(sent)) return false;
  const { query, variables } = sent as { query?: unknown; variables?: unknown };
  if (typeof query !== 'string' || query.length > PARAMETERIZED_LIMITS.charactersOfOne) return false;
  return typeof (variables ?? {}) === 'object' && !Array.isArray(variables);
}

/** The value as a client would send it in a variable. Ids may be numbers too long for JavaScript. */
function asVariable(literal: string, { name }: GraphQLScalarType): string | number {
  if (literal.startsWith('"')) return literal.slice(1, -1);
  return name === 'ID' ? literal : Number(literal);
}
