import generated from './generated/possible-types.js';

/** The members of every union and interface by its name, for `new InMemoryCache({ possibleTypes })`. */
export const possibleTypes: Record<string, string[]> = generated.possibleTypes;
