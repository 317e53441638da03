import { requestIdOf } from '../counting-upstream.mjs';

/** The operations that are measured: what a frontend asks most, and the step that must not be slow. */
export const OPERATIONS = ['list', 'one', 'step'];

const FIELDS = {
  list: '{ nodes { id requestNumber status statusName typeName fullName createdAt } totalCount }',
  one: '{ id requestNumber status fullName createdAt formFields { key label value } documents { title content isHtml } paymentRequired }',
  step: '{ __typename ... on ActivationOtpSent { otpRequestId } ... on LivenessRequired { message thresholdKm } ... on Rejection { message reason } }',
};

const MOMENT = {
  geoLocation: { latitude: 30.0444, longitude: 31.2357 },
  userDeviceUtcTime: '2026-11-23T12:00:00Z',
};

/** The document with variables: its text is always the same. */
const WITH_VARIABLES = {
  list: (_id, first) => ({
    query: `query Requests($first: Int!) { businessRequests(first: $first) ${FIELDS.list} }`,
    variables: { first },
  }),
  one: (id) => ({
    query: `query Request($id: UUID!) { businessRequest(id: $id) ${FIELDS.one} }`,
    variables: { id },
  }),
  step: (requestId) => ({
    query: `mutation Otp($input: RequestActivationOtpInput!) { requestActivationOtp(input: $input) ${FIELDS.step} }`,
    variables: { input: { requestId, ...MOMENT } },
  }),
};

const { latitude, longitude } = MOMENT.geoLocation;
/** The same with its values inside: another text for each value. */
const INLINED = {
  list: (_id, first) => ({ query: `{ businessRequests(first: ${first}) ${FIELDS.list} }` }),
  one: (id) => ({ query: `{ businessRequest(id: "${id}") ${FIELDS.one} }` }),
  step: (requestId) => ({
    query:
      `mutation { requestActivationOtp(input: { requestId: "${requestId}", geoLocation: { latitude: ${latitude}, ` +
      `longitude: ${longitude} }, userDeviceUtcTime: "${MOMENT.userDeviceUtcTime}" }) ${FIELDS.step} }`,
  }),
};

/** What is sent to a GraphQL contender that has our schema, or enough of it. */
export function graphqlRequest(operation, { serial, isInlined = false, size = 50 }) {
  return (isInlined ? INLINED : WITH_VARIABLES)[operation](requestIdOf(serial), size);
}

/** Whether it is the answer: a contender that fails fast is not fast. */
export function isAnswered(operation, body, size = 50) {
  const { data } = JSON.parse(body);
  switch (operation) {
    case 'list':
      return (
        data?.businessRequests?.nodes?.length === size && data.businessRequests.nodes[0].status !== undefined
      );
    case 'one':
      return data?.businessRequest?.formFields?.length === 8;
    default:
      return data?.requestActivationOtp?.otpRequestId === 'otp-1';
  }
}

export { MOMENT };
