/** vlens.yaml, StepReValidateLiveness: each under 500 KB. Exactly 500 KB is accepted (docs/decisions/0004). */
export const MAX_PICTURE_BYTES = 500 * 1024;

/** vlens.yaml, verify/id/front and verify/id/back. */
export const MAX_ID_PICTURE_BYTES = 3 * 1024 * 1024;

/** How many items each list of the input may contain. */
export const MAX_ITEMS = {
  ids: 100,
  fields: 500,
  customerSignersIdentifiers: 50,
  allowedProductTypeIds: 100,
  prefilled: 100,
  representations: 100,
};

/** How many fields the widest input may have. */
export const MAX_FIELDS = 16;

/** How many characters the longest texts of the input may contain. */
export const MAX_CHARACTERS = {
  formFieldValue: 20_000,
  /** More than any picture of that size needs, including a prefix and line breaks. */
  picture: 2 * MAX_PICTURE_BYTES,
  /** An access or ID token with many claims. */
  token: 16_000,
};

/** Photographs of cards are larger than any other text, and so are the request bodies that contain them. */
export const ID_PICTURES = {
  mutations: ['verifyIdFront', 'verifyIdBack', 'verifyLiveness'],
  /** Four thirds of the bytes, a prefix, and a line break every 76 characters. */
  characters: Math.ceil((MAX_ID_PICTURE_BYTES * 4) / 3 / 76) * 78 + 100,
};

/** The limits for every value of any input. The server refuses what exceeds them before it looks at the value's type. */
export const INPUT_LIMITS = {
  items: Math.max(...Object.values(MAX_ITEMS)),
  fields: MAX_FIELDS,
  characters: Math.max(...Object.values(MAX_CHARACTERS)),
  large: ID_PICTURES,
};
