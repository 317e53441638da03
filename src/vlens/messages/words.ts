import { FAULTS } from './faults.js';
import { CHECKS } from './identity-checks.js';
import { INPUTS } from './inputs.js';
import type { Language } from './language.js';
import { NEXT_STEPS } from './next-steps.js';
import { count } from './numbers.js';
import { OUTCOMES } from './outcomes.js';

/** One of the gateway's messages in each language. `{name}` stands for a parameter; `{minutes}` and `{seconds}` include their unit. */
export type Message = Readonly<Record<Language, string>> & {
  /** For developers and operators, in English. It may name headers, fields and settings. */
  readonly hint?: string;
};

/** All of the gateway's own messages to customers. A key without Arabic does not compile. */
export const MESSAGES = { ...OUTCOMES, ...CHECKS, ...INPUTS, ...FAULTS, ...NEXT_STEPS };

export type MessageKey = keyof typeof MESSAGES;

/** Identifies a message without its text. It is plain JSON, so that it can be stored and worded later. */
export interface Sentence {
  key: MessageKey;
  params: Readonly<Record<string, Param>>;
}

type Param = number | string | Said;

/** A text for people. Without a `sentence` it is Vlens's own text, and is passed on unchanged. */
export interface Said {
  /** English, if the text is the gateway's own. */
  message: string;
  sentence?: Sentence;
}

/** Makes one of the gateway's messages, which `inLanguage` words for its reader. */
export function say<Key extends MessageKey>(key: Key, ...given: Given<Key>): Required<Said> {
  const params = given[0] ?? {};
  return { message: worded({ key, params }, 'en'), sentence: { key, params } };
}

/** The parameters in the English text and the hint. */
type Given<Key extends MessageKey> = [NamesOf<(typeof MESSAGES)[Key]>] extends [never]
  ? []
  : [Record<NamesOf<(typeof MESSAGES)[Key]>, Param>];
type NamesOf<Words extends Message> =
  | Names<Words['en']>
  | (Words extends { hint: infer Hint } ? Names<Hint> : never);
type Names<Text> = Text extends `${string}{${infer Name}}${infer Rest}` ? Named<Name> | Names<Rest> : never;
/** A GraphQL selection in braces is no parameter. */
type Named<Name> = Name extends `${string} ${string}` ? never : Name;

/** The message in this language. */
export function inLanguage(language: Language, { message, sentence }: Said): string {
  // A newer replica may have stored a message that this one does not know.
  return language === 'en' || !sentence || !(sentence.key in MESSAGES) ? message : worded(sentence, language);
}

/** Further information for a developer or an operator; undefined if there is none. */
export function hintOf({ sentence }: Said): string | undefined {
  if (!sentence || !(sentence.key in MESSAGES)) return undefined;
  const { hint }: Message = MESSAGES[sentence.key];
  const ofParams = Object.values(sentence.params).flatMap((param) =>
    typeof param === 'object' ? (hintOf(param) ?? []) : [],
  );
  const hints = [...(hint === undefined ? [] : [withParams(hint, sentence.params, 'en')]), ...ofParams];
  return hints.length > 0 ? hints.join(' ') : undefined;
}

/** The text of a message that this process has made. */
export function worded({ key, params }: Sentence, language: Language): string {
  const message: Message = MESSAGES[key];
  return withParams(message[language], params, language);
}

function withParams(text: string, params: Sentence['params'], language: Language): string {
  return text.replace(/\{(\w+)\}/g, (_, name: string) => filled(name, params[name], language));
}

function filled(name: string, value: Param | undefined, language: Language): string {
  if (typeof value === 'object') return inLanguage(language, value);
  return typeof value === 'number' ? count(name, value, language) : (value ?? '');
}
