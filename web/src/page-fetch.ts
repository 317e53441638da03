/** `fetch` in the language of the page, which need not be the browser's. */
export const pageFetch: typeof fetch = (resource, init) => {
  const headers = new Headers(init?.headers);
  headers.set('accept-language', document.documentElement.lang);
  return fetch(resource, { ...init, headers });
};
