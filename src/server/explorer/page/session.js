/** What a session has taught so far, kept over a reload in this tab: its token, and the ids that the next operation needs. */
const KEPT_AS = 'vlens-explorer-session';
const PLACEHOLDER = /^<.+>$/;

/** Where the value behind each placeholder of the tabs comes from, and which operation brings it. */
const SOURCES = {
  '<id of the request>': { name: 'requestId', from: 'Create' },
  '<otpRequestId>': { name: 'otpRequestId', from: 'AskForOtp' },
  '<securityHash>': { name: 'securityHash', from: 'SigningLink' },
  '<code of the SMS>': { name: 'code', from: 'AskForOtp' },
};

export function recallSession() {
  try {
    return JSON.parse(sessionStorage.getItem(KEPT_AS)) ?? {};
  } catch {
    return {};
  }
}

/** The session after an answer: what it names takes the place of what was known. */
export function learn(session, answer) {
  const learnt = { ...session };
  for (const value of Object.values(answer?.data ?? {})) {
    if (!value || typeof value !== 'object') continue;
    if (typeof value.accessToken === 'string') learnt.accessToken = value.accessToken;
    if (typeof value.otpRequestId === 'string') learnt.otpRequestId = value.otpRequestId;
    if (typeof value.securityHash === 'string') learnt.securityHash = value.securityHash;
    const request = value.businessRequest ?? (value.nextStep ? value : null);
    if (typeof request?.id === 'string') learnt.requestId = request.id;
  }
  try {
    sessionStorage.setItem(KEPT_AS, JSON.stringify(learnt));
  } catch {
    // A reload starts without a session.
  }
  return learnt;
}

/**
 * The headers as they are sent: the newest session takes the place of `<accessToken>`, so that a person who has logged in here
 * need not copy it. Before a login a header with the placeholder is left out.
 */
export function withSession(headers, { accessToken = null }) {
  const entries = Object.entries(headers).flatMap(([name, value]) => {
    if (!String(value).includes('<accessToken>')) return [[name, value]];
    return accessToken === null ? [] : [[name, String(value).replace('<accessToken>', accessToken)]];
  });
  return Object.fromEntries(entries);
}

/**
 * The variables with what the session knows in the place of placeholders, and what is still missing, each in a sentence.
 * @param newestCode asks for the code of the last SMS; null where there is no inbox
 */
export async function fillIn(variables, session, newestCode) {
  const missing = [];
  const fill = async (value, path) => {
    if (Array.isArray(value)) return Promise.all(value.map((item, at) => fill(item, `${path}[${at}]`)));
    if (value && typeof value === 'object') {
      const entries = Object.entries(value).map(async ([name, item]) => [
        name,
        await fill(item, path ? `${path}.${name}` : name),
      ]);
      return Object.fromEntries(await Promise.all(entries));
    }
    if (typeof value !== 'string' || !PLACEHOLDER.test(value)) return value;
    const source = SOURCES[value];
    const known = source?.name === 'code' ? await newestCode() : session[source?.name];
    if (known) return known;
    missing.push(
      source
        ? `${path}: there is no ${value.slice(1, -1)} yet. Run ${source.from} first, or write it under Variables.`
        : `${path}: write your own in the place of ${value}, under Variables.`,
    );
    return value;
  };
  return { variables: await fill(variables ?? {}, ''), missing };
}
