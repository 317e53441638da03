/** A schema class's instance with its fields: type-graphql distinguishes the members of a union by their class. */
export function asType<T extends object>(type: new () => T, fields: T): T {
  return Object.assign(new type(), fields);
}
