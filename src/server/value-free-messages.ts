import { type GraphQLError, Kind } from 'graphql';

/**
 * What graphql-js and the scalars say about a document and its variables, without the values that they quote: an OTP
 * sent as a number must not come back in an error, nor reach a log. Only wordings known to hold names and types of
 * the schema pass; whatever is not known becomes a general sentence.
 */
const UNKNOWN_WORDING = 'The value is not of the expected type.';

/** The wordings of graphql-js 16 and graphql-scalars 1 that are about values, and what is left of each. */
const EXPECTATIONS: [RegExp, string][] = [
  [/^(Field "[\w.]+" of required type "[\w![\]]+" was not provided\.)$/, '$1'],
  [/^(Expected non-nullable type "[\w![\]]+" not to be null\.)$/, '$1'],
  [/^(Expected type "\w+" to be an object\.)$/, '$1'],
  [/^(Field "[_A-Za-z]\w{0,63}" is not defined by type "\w+"\.(?: Did you mean [\w", ]+\?)?)$/, '$1'],
  [/^Field .* is not defined by type "(\w+)"\..*$/s, 'It holds a field that type "$1" does not define.'],
  [/^(\w+ cannot represent (?:a )?non[ -][\w -]+? value): .*$/s, '$1.'],
  [/^Enum "(\w+)" cannot represent .*$/s, 'Expected one of the values of enum "$1".'],
  [/^Value ".*" does not exist in "(\w+)" enum\..*$/s, 'Expected one of the values of enum "$1".'],
  [
    /^(?:Value is not string|Value is not a valid UUID|Can only validate strings as UUIDs).*$/s,
    'Expected a UUID.',
  ],
  [/^DateTime cannot .*$/s, 'Expected an ISO 8601 date and time, e.g. "2026-11-23T12:00:00Z".'],
  [/^Expected value of type "([\w![\]]+)", found .*$/s, 'Expected a value of type "$1".'],
  [/^Expected type "([\w![\]]+)"\..*$/s, 'Expected a value of type "$1".'],
  [/^(Argument "\w+" of (?:non-null|required) type "[\w![\]]+" [\w "$]+\.)$/, '$1'],
  [/^(Argument "\w+") has invalid value .*$/s, '$1 has an invalid value.'],
  [/^(Too many (?:validation )?errors[\w ,]*\. \w+ aborted\.)$/, '$1'],
];

function expectation(message: string): string {
  for (const [wording, rest] of EXPECTATIONS) {
    if (wording.test(message)) return message.replace(wording, rest);
  }
  return UNKNOWN_WORDING;
}

/** For an error about the variables: the path in the variable and what is expected there. */
export function variableMessage(error: GraphQLError): string {
  const [definition] = error.nodes ?? [];
  if (definition?.kind !== Kind.VARIABLE_DEFINITION) return expectation(error.message);
  const name = definition.variable.name.value;
  const reason = error.originalError?.message ?? '';
  if (!error.message.startsWith(`Variable "$${name}" got invalid value `)) {
    const holdsNoValue = /^Variable "\$\w+" of (required|non-null) type "[\w![\]]+" (was|must) not [\w ]+\.$/;
    return holdsNoValue.test(error.message) ? error.message : `Variable "$${name}": ${UNKNOWN_WORDING}`;
  }
  const beforeReason = error.message.slice(0, -`; ${reason}`.length);
  const path = / at "([\w.[\]]+)"$/.exec(beforeReason)?.[1] ?? name;
  return `Variable "$${name}" has an invalid value at "${path}": ${expectation(reason)}`;
}

/** For an error about the document: names and types pass, literal values don't. */
export function validationMessage(error: GraphQLError): string {
  const nodes = error.nodes ?? [];
  const isAboutNames = nodes.length > 0 && !nodes.some(({ kind }) => LITERALS.has(kind));
  return isAboutNames ? error.message : expectation(error.message);
}

const LITERALS: ReadonlySet<string> = new Set([
  Kind.INT,
  Kind.FLOAT,
  Kind.STRING,
  Kind.BOOLEAN,
  Kind.NULL,
  Kind.ENUM,
  Kind.LIST,
  Kind.OBJECT,
]);

const UNREADABLE = 'Syntax Error: The document can’t be read from here on.';
const TOKEN = '(?:"[^"\\w\\s]{1,3}"|<EOF>|Name|Int|Float|String|BlockString|Comment)';
const EXPECTED_TOKEN = new RegExp(
  `^Syntax Error: (?:Expected (?:"\\w+"|${TOKEN}), found|Unexpected) ${TOKEN}`,
);
const VALUE_FREE_SYNTAX =
  /^Syntax Error: (?:Unterminated string|Invalid number|Invalid character escape sequence|Document contains more tha[nt] \d+ tokens)/;

/** For an error of the grammar: the kinds of tokens, not what they hold. */
export function syntaxMessage(message: string): string {
  const known = EXPECTED_TOKEN.exec(message) ?? VALUE_FREE_SYNTAX.exec(message);
  return known ? `${known[0]}.` : UNREADABLE;
}

/** For a document whose operation can't be told. */
export function operationMessage(message: string): string {
  return message.startsWith('Unknown operation named')
    ? 'The document has no operation of the name that operationName gives.'
    : message;
}
