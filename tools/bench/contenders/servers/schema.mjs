/** As much of our schema as is measured, written the way one does by hand, over whatever fetches. */
export const typeDefs = /* GraphQL */ `
  scalar UUID
  scalar DateTime

  type Query {
    businessRequests(first: Int!): BusinessRequestConnection!
    businessRequest(id: UUID!): BusinessRequest
  }
  type Mutation {
    requestActivationOtp(input: RequestActivationOtpInput!): RequestActivationOtpResult!
  }
  enum BusinessRequestStatus {
    PENDING_APPROVAL
    APPROVED
    REJECTED
    CUSTOMER_PARTIALLY_SIGNED
    CUSTOMER_SIGNED
    SERVICE_PROVIDER_PARTIALLY_SIGNED
    SERVICE_PROVIDER_SIGNED
    COMPLETED
    UNKNOWN
  }
  type BusinessRequestConnection {
    nodes: [BusinessRequest!]!
    totalCount: Int!
  }
  type BusinessRequest {
    id: UUID!
    requestNumber: String
    status: BusinessRequestStatus!
    statusName: String
    typeName: String
    fullName: String
    createdAt: DateTime
    formFields: [FormField!]!
    documents: [ContractDocument!]!
    paymentRequired: Boolean
  }
  type FormField {
    key: String
    label: String
    value: String
  }
  type ContractDocument {
    title: String
    content: String
    isHtml: Boolean!
  }
  input GeoLocationInput {
    latitude: Float!
    longitude: Float!
  }
  input RequestActivationOtpInput {
    requestId: UUID
    geoLocation: GeoLocationInput!
    userDeviceUtcTime: DateTime!
  }
  type ActivationOtpSent {
    otpRequestId: String!
  }
  type LivenessRequired {
    message: String!
    thresholdKm: Int!
  }
  type Rejection {
    message: String!
    reason: String!
  }
  union RequestActivationOtpResult = ActivationOtpSent | LivenessRequired | Rejection
`;

const STATUS = [
  'PENDING_APPROVAL',
  'APPROVED',
  'REJECTED',
  'CUSTOMER_PARTIALLY_SIGNED',
  'CUSTOMER_SIGNED',
  'SERVICE_PROVIDER_PARTIALLY_SIGNED',
  'SERVICE_PROVIDER_SIGNED',
  'COMPLETED',
];

export function toRequest(sent) {
  return {
    id: sent.id,
    requestNumber: sent.requestNumber,
    status: STATUS[sent.requeststatus - 1] ?? 'UNKNOWN',
    statusName: sent.requestStatusName,
    typeName: sent.typeName,
    fullName: sent.fullName,
    createdAt: sent.creationTime && new Date(sent.creationTime),
    formFields: sent.requestFields?.map(({ key, displayText, value }) => ({
      key,
      label: displayText,
      value,
    })),
    documents: sent.documents,
    paymentRequired: sent.hasPaymentCheckPerRequestFeature,
  };
}

export const PATHS = {
  list: (first) => `/api/BusinessRequest/CurrentListIds?SkipCount=0&MaxResultCount=${first}`,
  one: (id) => `/api/BusinessRequest/GetBusinessRequestById/${id}`,
  step: '/api/BusinessRequest/CustomerSign/StepRequestOtp',
};

export function accepted(envelope) {
  if (envelope.error_code) throw new Error(envelope.error_message);
  return envelope.data;
}

export function toOtpResult(envelope) {
  if (!envelope.error_code) return { __typename: 'ActivationOtpSent', ...envelope.data };
  return /liveness/i.test(envelope.error_message)
    ? { __typename: 'LivenessRequired', message: envelope.error_message, thresholdKm: 80 }
    : { __typename: 'Rejection', message: envelope.error_message, reason: 'OTHER' };
}

/** @param {(path: string, authorization: string, body?: object) => Promise<any>} call answers the envelope */
export function resolversOver(call) {
  return {
    Query: {
      async businessRequests(_, { first }, { authorization }) {
        const envelope = await call(PATHS.list(first), authorization);
        return { nodes: accepted(envelope).map(toRequest), totalCount: envelope.totalCount };
      },
      async businessRequest(_, { id }, { authorization }) {
        return toRequest(accepted(await call(PATHS.one(id), authorization)));
      },
    },
    Mutation: {
      async requestActivationOtp(_, { input }, { authorization }) {
        return toOtpResult(await call(PATHS.step, authorization, input));
      },
    },
  };
}
