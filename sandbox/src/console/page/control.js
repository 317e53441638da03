/** Calls of the control API. What it refuses, it says in a sentence. */

export class Refused extends Error {}

/**
 * @param {string} path under `/sandbox/`
 * @returns {Promise<string>} the body, unread, so that it can be compared with the last one
 */
export async function readText(path) {
  const response = await fetch(`/sandbox/${path}`, { cache: 'no-store' });
  if (!response.ok) throw new Refused(await sentenceOf(response));
  return response.text();
}

/**
 * @param {'POST' | 'DELETE'} method
 * @param {string} path
 * @param {object} [body]
 * @returns {Promise<any>}
 */
export async function order(method, path, body) {
  const sent = body ? { headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) } : {};
  const response = await fetch(`/sandbox/${path}`, { method, ...sent });
  if (!response.ok) throw new Refused(await sentenceOf(response));
  return response.json();
}

/** @param {Response} response */
async function sentenceOf(response) {
  try {
    const { error } = await response.json();
    if (typeof error === 'string') return error;
  } catch {}
  return `The sandbox answered ${response.status}.`;
}
