import { createRequire } from 'node:module';
import type { SampleSignIn } from './banner.js';
import { readOperations } from './example-operations.js';

/** An operation that an explorer opens with. */
export interface SampleOperation {
  document: string;
  /** Sample values. A value from an earlier answer is shown in angle brackets. */
  variables: Record<string, unknown>;
}

const EXAMPLES = [
  'sign-a-contract.graphql',
  'business-requests.graphql',
  'live-status.graphql',
  'back-office.graphql',
  'join.graphql',
  'nodes.graphql',
  'sessions.graphql',
];
/** These operations take pictures, which nobody can type. */
const LEFT_OUT = new Set(['Revalidate', 'VerifyIdFront', 'VerifyIdBack', 'VerifyLiveness']);
const CAIRO = { latitude: 30.0444, longitude: 31.2357 };

/** The operations of `client/operations/` in the order of a signature, with the sandbox's sign-in if there is a sandbox. */
export function sampleOperations(signIn: SampleSignIn | null, now: Date): SampleOperation[] {
  const variables = variablesFor(signIn, now);
  return exampleDocuments()
    .filter(([name]) => !LEFT_OUT.has(name))
    .map(([name, document]) => ({ document, variables: variables[name] ?? {} }));
}

function exampleDocuments(): [string, string][] {
  const { resolve } = createRequire(import.meta.url);
  return [...readOperations(...EXAMPLES.map((file) => resolve(`#operations/${file}`)))];
}

function variablesFor(signIn: SampleSignIn | null, now: Date): Record<string, Record<string, unknown>> {
  const { latitude, longitude } = signIn ?? CAIRO;
  const geoLocation = { latitude, longitude };
  const moment = { geoLocation, userDeviceUtcTime: now.toISOString() };
  const requestId = '<id of the request>';
  const { phoneNumber = '<+20…>', password = '<password>', deviceId = '<device id>' } = signIn ?? {};
  const fields = [
    { key: 'fullName', value: 'Ahmed Mohamed' },
    { key: 'nationalId', value: '29901234567890' },
    { key: 'monthlyIncome', value: '5000' },
  ];
  const otp = { otpRequestId: '<otpRequestId>', otpCode: '<code of the SMS>' };
  return {
    LogIn: { input: { phoneNumber, password, deviceId, geoLocation } },
    ProductForm: { id: 414 },
    Create: { input: { productTypeId: 414, fields, ...moment } },
    Status: { id: requestId },
    AskForOtp: { input: { requestId, ...moment } },
    ValidateOtp: { input: { ...otp, requestId, ...moment } },
    Confirm: { input: { requestId, ...moment } },
    SigningLink: { input: { requestId, ...moment } },
    OpenSigningSession: { input: { requestId, securityHash: '<securityHash>' } },
    ContractPdf: { requestId, securityHash: '<securityHash>' },
    BusinessRequests: { first: 20 },
    BusinessRequestsByIds: { ids: [requestId] },
    Contract: { id: requestId },
  };
}
