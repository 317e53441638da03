import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { argv } from 'node:process';
import {
  buildSchema,
  getNamedType,
  isEnumType,
  isInputObjectType,
  isInterfaceType,
  isObjectType,
  isScalarType,
  isSpecifiedScalarType,
  isUnionType,
} from 'graphql';

const SCHEMA = 'schema/schema.graphql';
const PAGE = 'docs/reference/schema.md';

const schema = buildSchema(readFileSync(SCHEMA, 'utf8'));
const undescribed = [];
const page = pageOf(schema);
if (undescribed.length > 0) end(`These have no description: ${undescribed.join(', ')}.`);
else if (!argv.includes('--check')) writeFileSync(PAGE, page);
else if (!existsSync(PAGE) || readFileSync(PAGE, 'utf8') !== page) {
  end(`${PAGE} is not what ${SCHEMA} comes to: run npm run codegen and commit it.`);
}

/** The readable reference of the schema. It has every field, argument, value and member, with links between them. */
function pageOf(schema) {
  const roots = [schema.getQueryType(), schema.getMutationType(), schema.getSubscriptionType()].filter(
    Boolean,
  );
  const types = Object.values(schema.getTypeMap())
    .filter((type) => !type.name.startsWith('__') && !roots.includes(type))
    .sort((one, other) => one.name.localeCompare(other.name, 'en'));
  const kinds = [
    ['Unions', isUnionType],
    ['Objects', isObjectType],
    ['Interfaces', isInterfaceType],
    ['Inputs', isInputObjectType],
    ['Enums', isEnumType],
    ['Scalars', isScalarType],
  ];
  const sections = [
    '# Schema',
    `Made by \`npm run codegen\` from [\`${SCHEMA}\`](../../${SCHEMA}); not to be edited by hand.`,
    ...roots.flatMap((root) => [
      `## ${root.name}`,
      ...fieldsOf(root).flatMap((field) => operation(root, field)),
    ]),
    ...kinds.flatMap(([title, is]) => [
      `## ${title}`,
      ...types.filter(is).flatMap((type) => typeSection(type)),
    ]),
  ];
  return `${sections.join('\n\n')}\n`;
}

function operation(root, field) {
  const { name, type, args } = field;
  // The heading begins with the type's name: `businessRequest` alone would have the same anchor as BusinessRequest.
  const path = `${root.name}.${name}`;
  const head = [`### ${path}`, described(field, path), `Answers ${linked(type)}.`];
  return args.length === 0
    ? head
    : [...head, table(['argument', 'type', 'description'], args.map(rowOf(path)))];
}

function typeSection(type) {
  const head = [`### ${type.name}`, sentence(type)];
  if (isUnionType(type)) return [...head, `One of ${type.getTypes().map(linked).join(', ')}.`];
  if (isEnumType(type)) {
    const rows = type
      .getValues()
      .map((value) => [`\`${value.name}\``, described(value, `${type.name}.${value.name}`)]);
    return [...head, table(['value', 'description'], rows)];
  }
  if (isScalarType(type)) return head;
  const interfaces = isObjectType(type) ? type.getInterfaces() : [];
  const implemented = interfaces.length === 0 ? [] : [`Is a ${interfaces.map(linked).join(', ')}.`];
  return [
    ...head,
    ...implemented,
    table(['field', 'type', 'description'], fieldsOf(type).map(rowOf(type.name))),
  ];
}

/** The description of a type. GraphQL's own scalars may have none, since the specification describes them. */
function sentence(type) {
  return isSpecifiedScalarType(type) ? (type.description ?? '') : described(type, type.name);
}

function fieldsOf(type) {
  return Object.values(type.getFields());
}

function rowOf(owner) {
  return (field) => {
    const { name, type, defaultValue } = field;
    const without = defaultValue === undefined ? '' : ` Without it: \`${JSON.stringify(defaultValue)}\`.`;
    return [`\`${name}\``, linked(type), described(field, `${owner}.${name}`) + without];
  };
}

function described({ description, deprecationReason }, path) {
  if (!description) undescribed.push(path);
  const text = (description ?? '').replace(/\s+/g, ' ').replaceAll('|', '\\|').replaceAll('<', '\\<');
  return deprecationReason ? `**Deprecated:** ${deprecationReason} ${text}` : text;
}

function linked(type) {
  const { name } = getNamedType(type);
  return `[\`${type}\`](#${name.toLowerCase()})`;
}

function table(head, rows) {
  return [head, head.map(() => '---'), ...rows].map((cells) => `| ${cells.join(' | ')} |`).join('\n');
}

function end(problem) {
  process.stderr.write(`${problem}\n`);
  process.exitCode = 1;
}
