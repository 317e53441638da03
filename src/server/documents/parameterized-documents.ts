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

/** In characters of their texts; one takes some 150 bytes where it is parsed. Each value is a variable to be read. */
export const PARAMETERIZED_LIMITS = { characters: 64 * 1024, charactersOfOne: 4096, valuesOfOne: 100 };

/** The documents that differ in nothing but their values, as one with variables. */
interface Template extends Parameterized {
  query: string;
  hash: string;
}

/** Sent once, or with something in it that can't be a variable. */
type Known = Template | 'sent once' | 'left as it is';

/**
 * Documents with their values inside, as databases parameterize statements: each of them is another text, to be parsed and validated as if nobody had
 * ever sent it. From the second time on that one comes which differs from another in nothing but numbers and plain texts, these go on as variables of one
 * document, which is valid for all of them. Its parts stand where they stand in what the client sent, for the locations of errors. Where a value is not what its
 * place takes, the document goes on as it came, and so do its mistakes.
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

  /** @param rules besides those of the specification */
  constructor(
    private readonly schema: GraphQLSchema,
    private readonly rules: readonly ValidationRule[],
  ) {}

  /** The same operation with its values as variables, or as it is. */
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

  /** What was made of such a document, by the SHA-256 of its text in hex. */
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
    // Of two that are printed alike each has locations of its own.
    const query = `${print(document)}\n# ${this.made}`;
    return { query, hash: hash('sha256', query, 'hex'), document, types };
  }
}

/** Others are as large as they are long, or Apollo Server says what is wrong with them. */
function isOperation(sent: unknown): sent is { query: string; variables?: object | null } {
  if (typeof sent !== 'object' || sent === null || Array.isArray(sent)) return false;
  const { query, variables } = sent as { query?: unknown; variables?: unknown };
  if (typeof query !== 'string' || query.length > PARAMETERIZED_LIMITS.charactersOfOne) return false;
  return typeof (variables ?? {}) === 'object' && !Array.isArray(variables);
}

/** As a client would send it in a variable. Ids may be numbers longer than any that JavaScript knows. */
function asVariable(literal: string, { name }: GraphQLScalarType): string | number {
  if (literal.startsWith('"')) return literal.slice(1, -1);
  return name === 'ID' ? literal : Number(literal);
}
