/** What customers ask, of those whose schema is ours and of GraphQL Mesh, and where the answer has what. */
const MOMENT = { geoLocation: { latitude: 30.0444, longitude: 31.2357 } };
const now = () => ({ ...MOMENT, userDeviceUtcTime: new Date().toISOString() });
const step = (field, type, fields) => ({
  query: `mutation Step($input: ${type}!) { answer: ${field}(input: $input) { ${fields} } }`,
  variables: (input) => ({ input: { ...now(), ...input } }),
});

/** @param inputs the names of the steps' inputs @param answers what is selected of each */
const documents = (inputs, answers) => ({
  status: {
    query: 'query Status($id: ID_TYPE!) { answer: businessRequest(id: $id) { status } }',
    variables: (id) => ({ id }),
    read: ({ status }) => status,
  },
  list: {
    query: 'query List { answer: businessRequests(first: 10) { nodes { id status statusName typeName } } }',
    variables: () => ({}),
    read: ({ nodes }) => nodes[0].status,
  },
  one: {
    query:
      'query One($id: ID_TYPE!) { answer: businessRequest(id: $id) { id status formFields { key value } } }',
    variables: (id) => ({ id }),
    read: ({ status }) => status,
  },
  otp: { ...step('requestActivationOtp', inputs.otp, answers.otp), read: (answer) => answer.otpRequestId },
  validate: { ...step('validateActivationOtp', inputs.validate, answers.done), read: isDone },
  confirm: { ...step('confirmPayment', inputs.confirm, answers.done), read: isDone },
  link: { ...step('generateSigningLink', inputs.link, answers.link), read: (answer) => answer.securityHash },
  pdf: {
    query: `query Pdf($requestId: ID_TYPE!, $hash: String!) { answer: contractPdf(requestId: $requestId, securityHash: $hash) { ${answers.pdf} } }`,
    variables: ({ requestId, hash }) => ({ requestId, hash }),
    read: ({ url }) => url,
  },
});
const isDone = (answer) => answer !== null && answer.reason === undefined;
const withIds = (type, made) =>
  Object.fromEntries(
    Object.entries(made).map(([name, { query, ...rest }]) => [
      name,
      { query: query.replaceAll('ID_TYPE', type), ...rest },
    ]),
  );

export const OURS = withIds(
  'UUID',
  documents(
    {
      otp: 'RequestActivationOtpInput',
      validate: 'ValidateActivationOtpInput',
      confirm: 'ConfirmPaymentInput',
      link: 'GenerateSigningLinkInput',
    },
    {
      otp: '__typename ... on ActivationOtpSent { otpRequestId } ... on Rejection { reason message }',
      done: '__typename ... on Rejection { reason message }',
      link: '... on SigningLink { url securityHash } ... on Rejection { reason message }',
      pdf: '... on ContractPdf { url } ... on Rejection { reason message }',
    },
  ),
);
export const BY_HAND = withIds(
  'ID',
  documents(
    { otp: 'StepInput', validate: 'StepInput', confirm: 'StepInput', link: 'StepInput' },
    { otp: 'otpRequestId', done: 'message', link: 'url securityHash', pdf: 'url' },
  ),
);
export const SUBSCRIPTION = {
  ours: 'subscription Watch($id: UUID!) { businessRequestStatusChanged(requestId: $id) { status } }',
  byHand: 'subscription Watch($id: ID!) { businessRequestStatusChanged(requestId: $id) { status } }',
};

const ENVELOPE = 'error_code error_message';
const meshStep = (field, selection, read) => ({
  query: `mutation Step($input: ${field}_request_Input!) { answer: ${field}(input: $input) { ${ENVELOPE} ${selection} } }`,
  variables: (input) => ({ input: { ...now(), ...input } }),
  read: (answer) => (answer.error_code ? null : read(answer)),
});
const statusOf = (name) => name?.replaceAll(' ', '_').toUpperCase();
export const MESH = {
  status: {
    query:
      'query Status($id: UUID!) { answer: getBusinessRequestById(id: $id) { data { id requestStatusName } } }',
    variables: (id) => ({ id }),
    read: ({ data }) => statusOf(data.requestStatusName),
  },
  list: {
    query:
      'query List { answer: listBusinessRequestIds(MaxResultCount: 10) { data { id requestStatusName typeName } } }',
    variables: () => ({}),
    read: ({ data }) => statusOf(data[0].requestStatusName),
  },
  one: {
    query:
      'query One($id: UUID!) { answer: getBusinessRequestById(id: $id) { data { id requestStatusName requestFields { key value } } } }',
    variables: (id) => ({ id }),
    read: ({ data }) => statusOf(data.requestStatusName),
  },
  otp: meshStep('stepRequestOtp', 'data { otpRequestId }', ({ data }) => data.otpRequestId),
  validate: meshStep('stepValidateOtp', 'data', () => true),
  confirm: meshStep('stepValidatePayment', 'data', () => true),
  link: meshStep('generateSignContractLink', 'data', ({ data }) =>
    new URL(data).searchParams.get('SecurityHash'),
  ),
  pdf: {
    query:
      'query Pdf($requestId: UUID!, $hash: String!) { answer: viewContractPdf(RequestId: $requestId, SecurityHash: $hash) { data } }',
    variables: ({ requestId, hash }) => ({ requestId, hash }),
    read: ({ data }) => data,
  },
};
