import type { Answer } from '../answer.js';
import type { AdminLogin } from '../customer-types.js';
import { loginNotAccepted, refreshNotAccepted, tenancyNameMissing } from '../faults.js';
import { decodeData, type StepOperation } from '../operation.js';
import { readSession } from '../read/sessions.js';
import type { Session } from '../types.js';
import { account, session } from './about.js';
import { STEP } from './families.js';

export const refreshToken: StepOperation<'refreshToken', { refreshToken: string }, Answer<Session>> = {
  ...STEP,
  route: 'POST /api/credentials/RefreshToken',
  mayCall: 'apiKey',
  sharedInFlight: { by: ({ refreshToken }) => refreshToken },
  pictures: 'none',
  unknownOutcome: 'logInWhereRefused',
  limits: 'the person',
  attemptLimits: {
    of: 'refresh token',
    keys: (_input, { address }) => ({ address }),
    counts: 'failures',
    lostAnswers: 'do not count',
  },
  about: { of: ({ refreshToken }) => session(refreshToken) },
  unauthorized: refreshNotAccepted,
  field: { name: 'Mutation.refreshSession', maxPerOperation: 1 },
  wordings: {
    INVALID_CREDENTIALS: [
      /\b(?:token|session)\b.*\b(?:expired|invalid|revoked|ended|not (?:valid|found)|(?:already )?used|unknown)\b|\b(?:expired|invalid|revoked|unknown)\b.*\b(?:token|session)\b/,
      /(?:الجلسه|جلسه|الرمز|رمز التحديث).*(?:منته|انته|غير صالح)|(?:منته|انته).*(?:الجلسه|جلسه)/,
    ],
  },
  encode: ({ refreshToken }) => ({ body: { refreshToken } }),
  decode: decodeData(readSession),
};

export const adminLogin: StepOperation<'adminLogin', AdminLogin, Answer<Session>> = {
  ...STEP,
  route: 'POST /api/credentials/Login',
  mayCall: 'apiKey',
  pictures: 'none',
  unknownOutcome: 'logInAgain',
  limits: 'the person',
  attemptLimits: {
    of: 'admin login',
    keys: ({ userNameOrEmailAddress }, { address }) => ({
      account: userNameOrEmailAddress,
      isPassword: true,
      address,
    }),
    counts: 'failures',
    lostAnswers: 'do not count',
  },
  about: { of: ({ userNameOrEmailAddress }) => account(userNameOrEmailAddress) },
  unauthorized: loginNotAccepted,
  field: { name: 'Mutation.adminLogin', maxPerOperation: 1 },
  wordings: {
    INVALID_CREDENTIALS: [
      /\blog ?in (?:attempt )?(?:has )?failed\b|\b(?:user|account|tenant|tenancy)\b.*\b(?:not (?:found|exist|active)|does(?: not|n't) exist)/,
    ],
  },
  encode: ({ userNameOrEmailAddress, password, tenancyName }, configured) => {
    const tenant = tenancyName ?? configured;
    if (tenant === null) throw tenancyNameMissing();
    return {
      body: { tenancyName: tenant, userNameOrEmailAddress, password },
      headers: { TenancyName: tenant },
    };
  },
  decode: decodeData(readSession),
};
