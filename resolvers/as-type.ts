/** An instance of a schema class with these fields: type-graphql distinguishes the members of a union by their class. */
export function asType<T extends object>(type: new () => T, fields: T): T {
  return Object.assign(new type(), fields);
}
