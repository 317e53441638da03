import { fileURLToPath } from 'node:url';
import plugin from '@graphql-eslint/eslint-plugin';

const file = (path) => fileURLToPath(new URL(`../../${path}`, import.meta.url));
const shared = {
  plugins: { '@graphql-eslint': plugin },
  languageOptions: {
    parser: plugin.parser,
    parserOptions: {
      graphQLConfig: {
        schema: file('schema/schema.graphql'),
        documents: file('client/operations/*.graphql'),
      },
    },
  },
};
const rulesOf = (name) => plugin.configs[`flat/${name}`].rules;
const named = (exceptions) =>
  Object.fromEntries(Object.entries(exceptions).map(([name, value]) => [`@graphql-eslint/${name}`, value]));
const [, naming] = rulesOf('schema-all')['@graphql-eslint/naming-convention'];

const OBJECTS = 'ObjectTypeDefinition,ObjectTypeExtension';

/** Every rule of graphql-eslint holds, but for these, each with its reason. */
export default [
  {
    ...shared,
    files: ['schema/schema.graphql'],
    rules: {
      ...rulesOf('schema-all'),
      ...rulesOf('schema-relay'),
      ...named({
        // Only a Node has an id: normalised caches take whatever is called so for an identity.
        'strict-id-in-types': 'off',
        // Lists that Vlens answers whole are plain lists; those that are paged are connections. People have no id of their own.
        'relay-edge-types': ['error', { listTypeCanWrapOnlyEdgeType: false, shouldImplementNode: false }],
        // Vlens pages forwards alone.
        'relay-arguments': ['error', { includeBoth: false }],
        // Codegen sorts what it emits; sorts differ about upper case.
        alphabetize: 'off',
        // It forbids root types where so set; all three are wanted.
        'no-root-type': 'off',
        // A mutation always answers with its union, and Node.nodes with a list: what may fail inside is nullable.
        'require-nullable-result-in-root': 'off',
        // A deprecated name stays for one release, whenever that is.
        'require-deprecation-date': 'off',
        // ProductType is Vlens's own word; its number is productTypeId in every argument.
        'naming-convention': [
          'error',
          { ...naming, [OBJECTS]: { ...naming[OBJECTS], ignorePattern: '^ProductType$' } },
        ],
        'no-typename-prefix': 'off',
      }),
    },
  },
  {
    ...shared,
    files: ['client/operations/*.graphql'],
    rules: {
      ...rulesOf('operations-all'),
      // Relay's compiler refuses it; `Int = 25` says the same.
      'no-restricted-syntax': [
        'error',
        {
          selector: 'VariableDefinition[defaultValue] > .gqlType[kind=NonNullType]',
          message: 'A variable with a default is not marked as required.',
        },
      ],
      ...named({
        // A file holds the operations of one concept, in the order in which somebody takes the steps.
        'lone-executable-definition': 'off',
        'match-document-filename': 'off',
        alphabetize: 'off',
        // Codegen reads all files together; `#import` is graphql-tag's.
        'require-import-fragment': 'off',
      }),
    },
  },
];
