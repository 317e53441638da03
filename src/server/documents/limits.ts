import { maxAliasesRule } from '@escape.tech/graphql-armor-max-aliases';
import { maxDepthRule } from '@escape.tech/graphql-armor-max-depth';
import { maxDirectivesRule } from '@escape.tech/graphql-armor-max-directives';
import { GraphQLError, type ValidationContext, type ValidationRule } from 'graphql';
import { oncePerOperation } from './once-per-operation.js';

/** Several times what the largest operation of the documentation has (docs/decisions/0013). */
export const DOCUMENT_LIMITS = { tokens: 5000, depth: 12, aliases: 200, directives: 50, cost: 20_000 };

const { depth, aliases, directives } = DOCUMENT_LIMITS;

/** What a document may be, besides valid: seen through fragments, and refused before anything of it is executed. */
export const DOCUMENT_RULES: ValidationRule[] = [
  // The rules of the library throw where they reject, which would be an HTTP 500: they report instead.
  maxDepthRule({ n: depth, flattenFragments: true, ...reporting(`deeper than ${depth} levels`) }),
  maxAliasesRule({ n: aliases, ...reporting(`more than ${aliases} aliases`) }),
  maxDirectivesRule({ n: directives, ...reporting(`more than ${directives} directives`) }),
  oncePerOperation(['login', 'openSigningSession', 'validateActivationOtp']),
];

function reporting(what: string) {
  return {
    propagateOnRejection: false,
    onReject: [
      (context: ValidationContext | null) =>
        context?.reportError(
          new GraphQLError(tooMuch(what), { nodes: context.getDocument().definitions[0] }),
        ),
    ],
  };
}

/** The sentence for a document beyond a limit. */
export function tooMuch(what: string): string {
  return `The operation has ${what}: ask for less at once, in several operations.`;
}
