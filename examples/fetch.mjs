// Signs a contract with nothing but fetch: node examples/fetch.mjs
// In front of the sandbox (npm start) it runs as it is; the SMS are at http://localhost:4001/sandbox/.
import { readFileSync } from 'node:fs';
import { argv, env, exit, stderr, stdin, stdout } from 'node:process';
import { createInterface } from 'node:readline';

const {
  GATEWAY_URL = 'http://localhost:4000/graphql',
  PHONE = '+201000000001',
  PASSWORD = 'Cairo-2026!',
  DEVICE = 'cairo-phone',
  LOGIN_PLACE = '30.0444,31.2357',
  PLACE = LOGIN_PLACE,
} = env;
/** A picture of the customer and three frames of the face: only needed far from where the customer was last. */
const pictures = argv.slice(2);
const answers = createInterface({ input: stdin });
const lines = answers[Symbol.asyncIterator]();

let accessToken = null;
accessToken = await logIn();
const requestId = await openRequest();
const otpRequestId = await requestOtp();
await validateOtp(otpRequestId);
await confirm();
answers.close();

async function logIn() {
  const { login } = await graphql(
    `mutation ($input: LoginInput!) {
      login(input: $input) {
        __typename
        ... on Session { accessToken user { fullName } }
        ... on LoginOtpRequired { otpRequestId message }
        ... on Problem { message }
      }
    }`,
    {
      input: {
        phoneNumber: PHONE,
        password: PASSWORD,
        deviceId: DEVICE,
        geoLocation: at(LOGIN_PLACE),
        idempotencyKey: crypto.randomUUID(),
      },
    },
  );
  if (login.__typename !== 'Session') end(login.message);
  say(`Logged in as ${login.user?.fullName}.`);
  return login.accessToken;
}

/** The request that is ready to be signed, or a new one for the first product. */
async function openRequest() {
  const { currentBusinessRequest, productTypes } = await graphql(`query {
    currentBusinessRequest { id requestNumber nextStep }
    productTypes { productTypeId name }
  }`);
  if (currentBusinessRequest?.nextStep === 'SIGN') {
    say(`${currentBusinessRequest.requestNumber} waits for a signature.`);
    return currentBusinessRequest.id;
  }
  const [product] = productTypes;
  const form = { fullName: 'Ahmed Mohamed', nationalId: '29901234567890', monthlyIncome: '5000' };
  const fields = Object.entries(form).map(([key, value]) => ({ key, value }));
  const { createBusinessRequest: created } = await graphql(
    `mutation ($input: CreateBusinessRequestInput!) {
      createBusinessRequest(input: $input) {
        __typename
        ... on BusinessRequestCreated { businessRequest { id requestNumber } }
        ... on Problem { message }
        ... on Rejection { fieldErrors { field message } }
      }
    }`,
    { input: { productTypeId: product.productTypeId, fields, ...step() } },
  );
  if (created.__typename !== 'BusinessRequestCreated')
    end(created.message, ...(created.fieldErrors ?? []).map(({ field, message }) => `${field}: ${message}`));
  say(`Asked for a ${product.name}: ${created.businessRequest.requestNumber}.`);
  return created.businessRequest.id;
}

async function requestOtp(transactionId, isRevalidated = false) {
  const { requestActivationOtp: answer } = await graphql(
    `mutation ($input: RequestActivationOtpInput!) {
      requestActivationOtp(input: $input) {
        __typename
        ... on ActivationOtpSent { otpRequestId }
        ... on LivenessRequired { message thresholdKm transactionId }
        ... on Problem { message }
      }
    }`,
    { input: { requestId, transactionId, ...step() } },
  );
  if (answer.__typename === 'ActivationOtpSent') return answer.otpRequestId;
  if (answer.__typename !== 'LivenessRequired') end(answer.message);
  say(answer.message);
  // The pictures are the same: they would be sent for ever.
  if (isRevalidated) end('Vlens asks for liveness again, though it took these pictures.');
  await revalidate(answer.transactionId);
  return requestOtp(answer.transactionId, true);
}

async function revalidate(transactionId) {
  if (pictures.length !== 4)
    end('Name four pictures: node examples/fetch.mjs image.jpg face1.jpg face2.jpg face3.jpg');
  const [image, face1, face2, face3] = pictures.map((file) => readFileSync(file, 'base64'));
  const { revalidateLiveness } = await graphql(
    `mutation ($input: RevalidateLivenessInput!) {
      revalidateLiveness(input: $input) {
        __typename
        ... on LivenessRevalidated { message }
        ... on Problem { message }
      }
    }`,
    { input: { requestId, transactionId, scan: { image, face1, face2, face3 }, ...step() } },
  );
  if (revalidateLiveness.__typename !== 'LivenessRevalidated') end(revalidateLiveness.message);
  say(revalidateLiveness.message);
}

async function validateOtp(otpRequestId) {
  const otpCode = await ask('The code of the SMS: ');
  const { validateActivationOtp: answer } = await graphql(
    `mutation ($input: ValidateActivationOtpInput!) {
      validateActivationOtp(input: $input) {
        __typename
        ... on ActivationOtpValidated { paymentUrl }
        ... on Rejection { reason }
        ... on Problem { message }
      }
    }`,
    { input: { requestId, otpRequestId, otpCode, ...step() } },
  );
  if (answer.reason === 'OTP_INCORRECT') {
    say(answer.message);
    return validateOtp(otpRequestId);
  }
  if (answer.reason === 'OTP_EXPIRED') {
    await ask(`${answer.message} Press Enter for another one. `);
    return validateOtp(await requestOtp());
  }
  if (answer.__typename !== 'ActivationOtpValidated') end(answer.message);
  if (answer.paymentUrl) await ask(`Pay at ${answer.paymentUrl}, then press Enter. `);
}

async function confirm() {
  const { confirmPayment: answer } = await graphql(
    `mutation ($input: ConfirmPaymentInput!) {
      confirmPayment(input: $input) {
        __typename
        ... on ContractActivated { businessRequest { requestNumber status } }
        ... on Problem { message }
      }
    }`,
    { input: { requestId, ...step() } },
  );
  if (answer.__typename === 'PaymentRequired') {
    await ask(`${answer.message} Press Enter when it is paid. `);
    return confirm();
  }
  if (answer.__typename !== 'ContractActivated') end(answer.message);
  say(`Signed: ${answer.businessRequest?.requestNumber ?? requestId} is ${answer.businessRequest?.status}.`);
}

/** What each step carries: where and when, and a key under which the gateway remembers it. */
function step() {
  return {
    geoLocation: at(PLACE),
    userDeviceUtcTime: new Date().toISOString(),
    idempotencyKey: crypto.randomUUID(),
  };
}

function at(place) {
  const [latitude, longitude] = place.split(',').map(Number);
  return { latitude, longitude };
}

async function graphql(query, variables) {
  const response = await fetch(GATEWAY_URL, {
    method: 'POST',
    headers: {
      'content-type': 'application/json',
      ...(accessToken ? { authorization: `Bearer ${accessToken}` } : {}),
    },
    body: JSON.stringify({ query, variables }),
  }).catch(({ cause }) =>
    end(`The gateway does not answer at ${GATEWAY_URL} (${cause?.code}). Start it, or set GATEWAY_URL.`),
  );
  const { data, errors } = await response
    .json()
    .catch(() => end(`${GATEWAY_URL} answered HTTP ${response.status}, and not as the gateway does.`));
  if (errors)
    end(
      ...errors.map(({ message, extensions }) => `${message} (${extensions.code}, ${extensions.requestId})`),
    );
  return data;
}

async function ask(question) {
  stdout.write(question);
  const { value = '', done } = await lines.next();
  if (done) end('Nobody answers.');
  return value.trim();
}

function say(sentence) {
  stdout.write(`${sentence}\n`);
}

function end(...problems) {
  stderr.write(`${problems.join('\n')}\n`);
  exit(1);
}
