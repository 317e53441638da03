/** vlens.yaml, StepReValidateLiveness: each under 500 KB; the limit itself is let through (docs/decisions/0004). */
export const MAX_PICTURE_BYTES = 500 * 1024;

/** How many items each list of the input may hold. */
export const MAX_ITEMS = { ids: 100, fields: 500, customerSignersIdentifiers: 50, representations: 100 };

/** How many characters the longest texts of the input may hold. */
export const MAX_CHARACTERS = {
  formFieldValue: 20_000,
  /** More than any picture of that size needs, also with a prefix and line breaks. */
  picture: 2 * MAX_PICTURE_BYTES,
};

/** What no value of any input is beyond: the server refuses it before it looks at its type. */
export const INPUT_LIMITS = {
  items: Math.max(...Object.values(MAX_ITEMS)),
  characters: Math.max(...Object.values(MAX_CHARACTERS)),
};
