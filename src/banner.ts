import type { StartPageLink } from './server/start-page.js';

/** A sign-in of a sandbox customer, on a device that the sandbox knows. */
export interface SampleSignIn {
  phoneNumber: string;
  password: string;
  deviceId: string;
  city: string;
  latitude: number;
  longitude: number;
}

/** What the start of the sandbox returns about it. */
export interface Sandbox {
  url: string;
  apiKey: string;
  signIn: SampleSignIn;
}

/** The text that a developer sees after the start: the URLs, and one request to try. */
export function gatewayBanner(gatewayUrl: string, upstream: Sandbox | { url: string }): string {
  const where = [
    `  GraphQL    ${gatewayUrl}/graphql   (in a browser: Apollo Sandbox)`,
    `  start      ${gatewayUrl}   (a page of links)`,
    `  explorer   ${gatewayUrl}/explorer   (the same without internet)`,
    `  join       ${gatewayUrl}/join   (what new customers see)`,
    `  live       subscriptions over WebSocket there, or ${gatewayUrl}/graphql/stream`,
    `  health     ${gatewayUrl}/health/ready`,
  ];
  if (!('signIn' in upstream)) {
    return lines('The gateway is up.', '', ...where, `  Vlens      ${upstream.url}`);
  }
  return lines(
    'The gateway is up, in front of the embedded Vlens sandbox.',
    '',
    ...where,
    `  sandbox    ${upstream.url}`,
    `  console    ${upstream.url}/sandbox/   (requests, SMS inbox, clock, faults; “Open signing page” beside each request)`,
    `  sign-in    ${signInLine(upstream.signIn)}`,
    '',
    'Try it:',
    '',
    curl(gatewayUrl, upstream.signIn),
    '',
    'The whole way to a signed contract: npm run demo',
  );
}

/**
 * The same URLs for the page at `/`.
 * @param sandbox null if the gateway runs in front of Vlens
 */
export function startPageLinks(sandbox: Sandbox | null): StartPageLink[] {
  const console = `${sandbox?.url}/sandbox/`;
  return [
    { name: 'GraphQL', href: '/graphql', what: 'Apollo Sandbox, which comes from the internet' },
    { name: 'Explorer', href: '/explorer', what: 'every operation, ready to run, without internet' },
    ...(sandbox
      ? [
          { name: 'Sandbox’s console', href: console, what: 'requests, SMS inbox, clock, faults' },
          {
            name: 'Signing page',
            href: `${console}#requests`,
            what: 'what customers see: press “Open signing page” beside a request in the console',
          },
        ]
      : []),
    { name: 'Join', href: '/join', what: 'what new customers see, from the phone number to a request' },
    { name: 'Health', href: '/health/ready', what: 'whether the gateway and what it needs are up' },
  ];
}

/** The login of the sample customer, as Apollo Sandbox and curl send it. */
export function sampleLogin(signIn: SampleSignIn): string {
  return `mutation LogIn {
  login(input: {
    phoneNumber: "${signIn.phoneNumber}"
    password: "${signIn.password}"
    deviceId: "${signIn.deviceId}"
    geoLocation: { latitude: ${signIn.latitude}, longitude: ${signIn.longitude} }
  }) {
    ... on Session { accessToken user { fullName } }
    ... on LoginOtpRequired { otpRequestId message }
    ... on Rejection { reason message }
  }
}
`;
}

/** The document that Apollo Sandbox opens with in front of the sandbox: operations that run as they are, with the login first. */
export function sampleDocument(signIn: SampleSignIn): string {
  return `${sampleLogin(signIn)}
# From here on with the session's accessToken, under Headers: Authorization: Bearer <accessToken>
query Products {
  productTypes { productTypeId name typeName }
}

query Eligibility {
  eligibility { isEligible isDigitalIdentityVerified hasPendingRequest isEmailConfirmed }
}

query Requests {
  businessRequests(first: 10) { totalCount nodes { id requestNumber status nextStep } }
}

subscription LiveStatus {
  businessRequestStatusChanged { requestId status changedAt }
}
`;
}

/** The document that Apollo Sandbox opens with in front of the real Vlens. */
export const SAMPLE_QUERY = `# Send the caller's token in a header: Authorization: Bearer <token>
query ProductTypes {
  productTypes { productTypeId name typeName }
}
`;

function signInLine({ phoneNumber, password, deviceId, city }: SampleSignIn): string {
  return `${phoneNumber}, password ${password}, device ${deviceId}   (${city})`;
}

/** The document on one line as JSON. sh takes it unchanged in single quotes, since no value contains one. */
function curl(gatewayUrl: string, signIn: SampleSignIn): string {
  const query = sampleLogin(signIn).replace(/\s+/g, ' ').trim();
  return [
    `  curl -s ${gatewayUrl}/graphql -H 'content-type: application/json' \\`,
    `    -d '${JSON.stringify({ query })}'`,
  ].join('\n');
}

function lines(...text: string[]): string {
  return `\n${text.join('\n')}\n\n`;
}
