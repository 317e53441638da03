/** Where both stories begin. */
export const CAIRO = { latitude: 30.0444, longitude: 31.2357 };

/** A member of a union that a mutation answers with. */
export interface Outcome {
  __typename: string;
  message?: string;
}

/** The member of the union that the story goes on with; any other ends it with what the gateway said. */
export function expected<T extends Outcome>(answer: T, typename: string): T {
  if (answer.__typename === typename) return answer;
  throw new Error(
    `${typename} was expected and ${answer.__typename} came: ${answer.message ?? 'no message'}`,
  );
}
