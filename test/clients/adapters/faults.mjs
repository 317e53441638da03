/** What a caller of a client can tell of GraphQL errors: their codes, and where in the answer they lie. */
export function faultsOf(errors) {
  return (errors ?? []).map(({ extensions, path, message }) => ({
    code: extensions?.code ?? `no code: ${message}`,
    ...(path && { path: path.join('.') }),
  }));
}
