const PLACEHOLDER = '<accessToken>';

/** The token of a login's answer; null where there is none in it. */
export function asSession(answer) {
  const values = Object.values(answer?.data ?? {});
  const session = values.find((value) => typeof value?.accessToken === 'string');
  return session?.accessToken ?? null;
}

/**
 * The headers as they are sent: the newest session takes the place of `<accessToken>`, so that whoever has logged in here
 * need not copy it. It is kept in memory alone. Before a login a header with the placeholder is left out.
 */
export function withSession(headers, { accessToken }) {
  const entries = Object.entries(headers).flatMap(([name, value]) => {
    if (!String(value).includes(PLACEHOLDER)) return [[name, value]];
    return accessToken === null ? [] : [[name, String(value).replace(PLACEHOLDER, accessToken)]];
  });
  return Object.fromEntries(entries);
}
