import type { Sandbox } from './server.js';

/** What a person reads when the sandbox runs alone: how to sign in, and how to put a gateway in front of it. */
export function banner({ url, apiKey, signIn }: Pick<Sandbox, 'url' | 'apiKey' | 'signIn'>): string {
  const { phoneNumber, password, deviceId, city } = signIn;
  return `
The Vlens sandbox is up.

  REST       ${url}
  ApiKey     ${apiKey}
  console    ${url}/sandbox/   (requests, SMS inbox, clock, faults)
  sign-in    ${phoneNumber}, password ${password}, device ${deviceId}   (${city})

Put a gateway in front of it:

  VLENS_API_URL=${url} VLENS_API_KEY=${apiKey} npm start

`;
}
