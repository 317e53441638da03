import fc from 'fast-check';

/** Stands in every text that the bodies are made of. */
export const MARK = 'MARKED-UPSTREAM-BODY';

/** The keys that a careless reader would take from an object’s prototype. */
const HOSTILE_KEYS = ['__proto__', 'constructor', 'prototype', 'toString', 'hasOwnProperty', 'length', '0'];

/** As text, since JSON can say more than a value of ours can: numbers too large, keys given twice, `__proto__`. */
const NUMBERS = ['0', '-0', '0.0', '0e9', '1', '-1', '17', '1e400', '-1e400', '2147483647', '2147483648'];

const LOOKS_LIKE_MORE = [
  ...['', ' ', '0', ' 0 ', '00', '-0', '17', '2147483648', 'true', 'FALSE', 'null', 'NaN', 'Infinity'],
  ...['\ud800', '\udfff\ud83d', '\u202e\u2066', '\u0000\u0007\u001b', '\ufeff', 'مرفوض', '🂡'],
  ...['81F404B3-D7DC-4F08-B4FE-934853C86282', '{81f404b3d7dc4f08b4fe934853c86282}'],
  ...['0001-01-01T00:00:00', '9999-12-31T23:59:59-14:00', '2026-02-30', '2026-01-15T10:30:00.1234567'],
  ...['On The Moon', 'Approved', 'http://[', 'javascript:alert(1)'],
];

const scalar = fc.oneof(
  fc.constantFrom('null', 'true', 'false', ...NUMBERS),
  fc.oneof(fc.integer(), fc.double({ noNaN: true, noDefaultInfinity: true })).map(String),
  fc.constantFrom(...LOOKS_LIKE_MORE).map(quoted),
  fc.string({ unit: 'binary', maxLength: 12 }).map((text) => quoted(`${MARK}${text}`)),
);

/** Any JSON, with the keys of `known` among its objects’ keys wherever it is an object. */
export function jsonText(known: readonly string[] = []): fc.Arbitrary<string> {
  return fc.letrec<{ value: string }>((tie) => ({
    value: fc.oneof(
      { maxDepth: 4, depthSize: 'small' },
      { arbitrary: scalar, weight: 4 },
      { arbitrary: objectText(known, tie('value')), weight: 2 },
      { arbitrary: listText(tie('value')), weight: 1 },
    ),
  })).value;
}

/** An object with most of the keys of `known` that holds any JSON. */
export function objectText(known: readonly string[], value: fc.Arbitrary<string> = jsonText(known)) {
  const key = fc.oneof(
    { arbitrary: fc.constantFrom(...HOSTILE_KEYS, ...known), weight: 1 + known.length },
    { arbitrary: fc.string({ maxLength: 6 }).map((text) => `${MARK}${text}`), weight: 1 },
  );
  return fc
    .array(fc.tuple(key, value), { maxLength: 8 })
    .map((entries) => `{${entries.map(([name, text]) => `${quoted(name)}:${text}`).join(',')}}`);
}

function listText(value: fc.Arbitrary<string>): fc.Arbitrary<string> {
  return fc.array(value, { maxLength: 4 }).map((items) => `[${items.join(',')}]`);
}

/** What is no JSON, or not to its end. */
export const brokenText = fc.oneof(
  fc.constantFrom('', '{', `<h1>${MARK}</h1>`, `{"data":"${MARK}`, `{"data":"${MARK}"}{}`, `${MARK}`, 'NaN'),
  fc.string({ unit: 'binary' }).map((text) => `${text}${MARK}`),
  fc.tuple(jsonText(), fc.nat(40)).map(([text, length]) => `${text.slice(0, length)}\u0000${MARK}`),
);

function quoted(text: string): string {
  return JSON.stringify(text);
}
