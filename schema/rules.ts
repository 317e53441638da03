import { type Said, type Sentence, say } from '../src/vlens/messages/words.js';

/** What is told of a value that breaks a rule. Both are fixed, so that neither can repeat the value. */
interface Told {
  /** For developers, in English: names the field, and says what to send instead. */
  message: string;
  /** For the customer. */
  sentence: Sentence;
}

/** A rule that a value of an input breaks; `field` is its path within the input, e.g. `fields[2].key`. */
export interface BrokenRule extends Told {
  field: string;
}

interface Rule extends Told {
  isKept(value: unknown, input: object): boolean;
}

interface Options extends Told {
  /** Of each item of a list, in place of the list. */
  each?: boolean;
}

/** @param said for the customer; without it, it is nothing that a customer enters */
export function validationMessage(message: string, { sentence }: Required<Said> = say('inputOfApp')): Told {
  return { message, sentence };
}

/** The rules of one field, in the order in which they are looked at, and whether it holds inputs with rules of their own. */
interface FieldRules {
  rules: Rule[];
  isNested: boolean;
}

const NONE: ReadonlyMap<string, FieldRules> = new Map();
/** Those that classes declare, by their prototypes. */
const declared = new Map<object, Map<string, FieldRules>>();
/** Those that hold for instances of a class, with what it inherits: put together once. */
const inherited = new Map<object, ReadonlyMap<string, FieldRules>>();

/** Every rule that a class declares. */
export function declaredRules(): Rule[] {
  return [...declared.values()].flatMap((fields) => [...fields.values()].flatMap(({ rules }) => rules));
}

/** The rules that an input breaks, the first of each field. What is left out breaks none. */
export function brokenRules(input: unknown, path = ''): BrokenRule[] {
  if (typeof input !== 'object' || input === null) return [];
  const broken: BrokenRule[] = [];
  for (const [name, { rules, isNested }] of rulesOf(Object.getPrototypeOf(input))) {
    const value: unknown = Reflect.get(input, name);
    if (value === undefined || value === null) continue;
    const field = path === '' ? name : `${path}.${name}`;
    const first = rules.find((rule) => !rule.isKept(value, input));
    if (first) broken.push({ field, message: first.message, sentence: first.sentence });
    else if (isNested && Array.isArray(value))
      broken.push(...value.flatMap((item, at) => brokenRules(item, `${field}[${at}]`)));
    else if (isNested) broken.push(...brokenRules(value, field));
  }
  return broken;
}

function rulesOf(prototype: object | null): ReadonlyMap<string, FieldRules> {
  if (prototype === null) return NONE;
  const known = inherited.get(prototype);
  if (known) return known;
  const own = declared.get(prototype) ?? NONE;
  const others = [...rulesOf(Object.getPrototypeOf(prototype))].filter(([name]) => !own.has(name));
  const all = new Map([...own, ...others]);
  inherited.set(prototype, all);
  return all;
}

function fieldRules(prototype: object, field: string): FieldRules {
  const fields = declared.get(prototype) ?? new Map<string, FieldRules>();
  declared.set(prototype, fields);
  const known = fields.get(field) ?? { rules: [], isNested: false };
  fields.set(field, known);
  return known;
}

/** A decorator for a field of an input, from a pure check over the value and the input that it stands in. */
export function CheckedBy(isKept: Rule['isKept'], rule: string, said?: Required<Said>): PropertyDecorator {
  return ruled(isKept, validationMessage(rule, said));
}

/** The field holds inputs with rules of their own. */
export function ValidateNested(): PropertyDecorator {
  return (prototype, field) => {
    fieldRules(prototype, String(field)).isNested = true;
  };
}

export const IsNotEmpty = (told: Options) => rule((value) => value !== '', told);
/** In characters, however many bytes or halves of surrogate pairs one takes. */
export const MaxLength = (most: number, told: Options) =>
  rule((value) => typeof value === 'string' && (value.length <= most || lengthOf(value, most) <= most), told);
export const Matches = (pattern: RegExp, told: Options) =>
  rule((value) => typeof value === 'string' && pattern.test(value), told);
export const Min = (least: number, told: Options) =>
  rule((value) => typeof value === 'number' && value >= least, told);
export const Max = (most: number, told: Options) =>
  rule((value) => typeof value === 'number' && value <= most, told);
export const MinDate = (earliest: Date, told: Options) =>
  rule((value) => value instanceof Date && value >= earliest, told);
export const MaxDate = (latest: Date, told: Options) =>
  rule((value) => value instanceof Date && value <= latest, told);
export const ArrayMaxSize = (most: number, told: Options) =>
  rule((value) => Array.isArray(value) && value.length <= most, told);

function rule(isKept: (value: unknown) => boolean, { each = false, ...told }: Options): PropertyDecorator {
  return ruled(each ? (value) => Array.isArray(value) && value.every(isKept) : isKept, told);
}

function ruled(isKept: Rule['isKept'], told: Told): PropertyDecorator {
  return (prototype, field) => {
    fieldRules(prototype, String(field)).rules.push({ isKept, ...told });
  };
}

/** Of one that is more than twice as long nobody counts the characters. */
function lengthOf(text: string, most: number): number {
  return text.length > 2 * most ? text.length : [...text].length;
}
