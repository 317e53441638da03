import {
  AccountExistsDocument,
  ConfirmEmailDocument,
  ConfirmPasswordResetCodeDocument,
  ConfirmPhoneDocument,
  ContractPdfDocument,
  CreateDocument,
  EligibilityDocument,
  LogInDocument,
  OpenRequestDocument,
  ProductFormDocument,
  ProductsDocument,
  RegisterDocument,
  SendEmailCodeDocument,
  SendPasswordResetCodeDocument,
  SendPhoneCodeDocument,
  SigningLinkDocument,
  VerifyIdBackDocument,
  VerifyIdFrontDocument,
  VerifyLivenessDocument,
  VerifyOAuthTokenDocument,
} from '../generated/graphql.js';
import { type Language, languageHere, worded } from '../sentences.js';
import { REAL_ENVIRONMENT } from '../signing/environment.js';
import { runFlow } from '../signing/run-flow.js';
import { Faulted, Sending } from '../signing/sending.js';
import { signContract } from '../signing/sign-contract.js';
import type { Environment, SigningPhase } from '../signing/types.js';
import { afterFault, resumed } from './after-fault.js';
import { type JoinFlow, progressOf, START } from './flow.js';
import * as register from './register.js';
import * as request from './request.js';
import type { Asked, JoinAndSignOptions, JoinedSession, JoinOutcome, JoinProblem } from './types.js';
import * as verify from './verify.js';

/**
 * The whole way of a customer, from nothing to a signed contract: registers, has the identity verified, creates a request and
 * signs it. Sends each step once, asks the frontend for what only the customer has, goes on where somebody was before, and
 * resolves with what it came to. What a callback throws, it throws.
 */
export async function joinAndSign(options: JoinAndSignOptions): Promise<JoinOutcome> {
  const { signal = new AbortController().signal, onStatus, onProgress, language = languageHere() } = options;
  const environment: Environment = { ...REAL_ENVIRONMENT, ...options.environment };
  const joining = new Joining({ ...options, language }, environment, signal);
  return runFlow(options.resume ? resumed(options.resume) : START, {
    signal,
    notify(flow) {
      onProgress?.(progressOf(flow));
      onStatus?.(flow.task.task);
    },
    outcomeOf: ({ task }) => (task.task === 'end' ? worded(task.outcome, language) : null),
    perform: (flow) => joining.perform(flow),
  });
}

/** Performs one task after the other, and says where it stands then. */
class Joining {
  private readonly sending: Sending;
  private flow = START;

  constructor(
    private readonly options: JoinAndSignOptions & { language: Language },
    private readonly environment: Environment,
    signal: AbortSignal,
  ) {
    this.sending = new Sending(options.execute, environment.pause, signal, (isUnderWay) =>
      options.onProgress?.(progressOf(this.flow, isUnderWay)),
    );
  }

  async perform(flow: JoinFlow): Promise<JoinFlow> {
    this.flow = flow;
    try {
      return (await this.registered(flow)) ?? (await this.verified(flow)) ?? (await this.requested(flow));
    } catch (error) {
      if (error instanceof Faulted) return afterFault(flow, error.fault);
      throw error;
    }
  }

  /** From a phone number to a session. */
  private async registered(flow: JoinFlow): Promise<JoinFlow | null> {
    const { sending, options } = this;
    const { task, phoneNumber, email } = flow;
    switch (task.task) {
      case 'askForPhone':
        return register.afterPhone(flow, await options.onPhone(this.asked(task.problem)));
      case 'checkAccount':
      case 'findOutRegistration': {
        const isLookUp = task.task === 'findOutRegistration';
        const { accountExists } = isLookUp
          ? await sending.lookUp(AccountExistsDocument, { phoneNumber })
          : await sending.read(AccountExistsDocument, { phoneNumber });
        return isLookUp
          ? register.afterLookForAccount(flow, accountExists)
          : register.afterAccount(flow, accountExists);
      }
      case 'sendPhoneCode': {
        const input = { phoneNumber, smsProvider: flow.smsProvider, ...this.key() };
        const { sendPhoneCode } = await sending.step(SendPhoneCodeDocument, { input });
        return register.afterPhoneCodeSent(flow, sendPhoneCode);
      }
      case 'askForPhoneCode': {
        const sent = { for: 'phone', sentTo: phoneNumber, codeRequestId: flow.phoneCodeRequestId } as const;
        return register.afterPhoneCode(flow, await this.askForCode(flow, sent, task.problem));
      }
      case 'confirmPhone': {
        const codeRequestId = flow.phoneCodeRequestId ?? '';
        const input = { phoneNumber, codeRequestId, code: task.code, ...this.key() };
        const { confirmPhone } = await sending.step(ConfirmPhoneDocument, { input });
        return register.afterPhoneConfirmed(flow, confirmPhone);
      }
      case 'askForEmail': {
        const { isEmailRequired: isRequired } = flow;
        return register.afterEmail(flow, await options.onEmail({ isRequired, ...this.asked(task.problem) }));
      }
      case 'sendEmailCode': {
        const input = { email: email ?? '', ...this.key() };
        const { sendEmailCode } = await sending.step(SendEmailCodeDocument, { input });
        return register.afterEmailCodeSent(flow, sendEmailCode);
      }
      case 'askForEmailCode': {
        const sent = { for: 'email', sentTo: email ?? '', codeRequestId: flow.emailCodeRequestId } as const;
        return register.afterEmailCode(flow, await this.askForCode(flow, sent, task.problem));
      }
      case 'confirmEmail': {
        const codeRequestId = flow.emailCodeRequestId ?? '';
        const input = { email: email ?? '', codeRequestId, code: task.code, ...this.key() };
        const { confirmEmail } = await sending.step(ConfirmEmailDocument, { input });
        return register.afterEmailConfirmed(flow, confirmEmail);
      }
      case 'verifyOAuthToken': {
        const input = { provider: task.provider, idToken: task.idToken, ...this.key() };
        const { verifyOAuthToken } = await sending.step(VerifyOAuthTokenDocument, { input });
        return register.afterOAuth(flow, verifyOAuthToken);
      }
      case 'askForPassword': {
        const { password } = await options.onPassword(this.asked(task.problem));
        return { ...flow, password, task: { task: 'register', fault: null } };
      }
      case 'register': {
        const codes = {
          phoneCodeRequestId: flow.phoneCodeRequestId,
          phoneCode: flow.phoneCode,
          emailCodeRequestId: flow.emailCodeRequestId,
          emailCode: flow.emailCode,
          oAuthVerificationRequestId: flow.oAuthVerificationRequestId,
        };
        const own = { phoneNumber, email, password: flow.password, ...codes };
        const input = { ...own, ...(await this.device()), ...this.key() };
        const answer = (await sending.step(RegisterDocument, { input })).register;
        if (answer.__typename === 'Session') await this.signedIn(answer);
        return register.afterRegistration(flow, answer);
      }
      case 'askForLogIn': {
        const sent = flow.isPasswordSent ? ({ isPasswordSent: true } as const) : {};
        return register.afterPassword(
          flow,
          await options.onLogIn({ phoneNumber, ...sent, ...this.asked(task.problem) }),
        );
      }
      case 'sendPasswordResetCode': {
        const input = { emailOrPhoneNumber: phoneNumber, idNumber: flow.idNumber, ...this.key() };
        const { sendPasswordResetCode } = await sending.step(SendPasswordResetCodeDocument, { input });
        return register.afterResetCodeSent(flow, sendPasswordResetCode);
      }
      case 'askForPasswordResetCode': {
        const { passwordResetCodeRequestId: codeRequestId } = flow;
        const sent = { for: 'passwordReset', sentTo: phoneNumber, codeRequestId } as const;
        return register.afterResetCode(flow, await this.askForCode(flow, sent, task.problem));
      }
      case 'confirmPasswordResetCode': {
        const codeRequestId = flow.passwordResetCodeRequestId ?? '';
        const own = { emailOrPhoneNumber: phoneNumber, idNumber: flow.idNumber, codeRequestId };
        const input = { ...own, code: task.code, ...this.key() };
        const { confirmPasswordResetCode } = await sending.step(ConfirmPasswordResetCodeDocument, { input });
        return register.afterResetConfirmed(flow, confirmPasswordResetCode);
      }
      case 'logIn': {
        const { password, code: otpCode } = task;
        const otp = otpCode === null ? {} : { otpCode, otpRequestId: flow.loginCodeRequestId };
        const input = { phoneNumber, password, ...otp, ...(await this.device()), ...this.key() };
        const { login } = await sending.step(LogInDocument, { input });
        if (login.__typename === 'Session') await this.signedIn(login);
        return register.afterLogIn(flow, login);
      }
      case 'askForLogInCode': {
        const sent = { for: 'login', sentTo: phoneNumber, codeRequestId: flow.loginCodeRequestId } as const;
        return register.afterLogInCode(flow, await this.askForCode(flow, sent, task.problem));
      }
      default:
        return null;
    }
  }

  /** From a session to a verified identity. */
  private async verified(flow: JoinFlow): Promise<JoinFlow | null> {
    const { sending, options } = this;
    const { task } = flow;
    // Chosen here, as Vlens's own SDKs do, and kept before the step: the picture whose answer was lost is of a known transaction.
    const transaction = { transactionId: flow.transactionId ?? this.environment.newKey() };
    switch (task.task) {
      case 'askForIdFront':
      case 'askForIdBack': {
        const side = task.task === 'askForIdFront' ? 'front' : 'back';
        const answer = await options.onIdSide({ side, ...this.asked(task.problem) });
        return verify.afterIdSide({ ...flow, ...transaction }, side, answer);
      }
      case 'verifyIdFront': {
        const input = { image: task.image, ...transaction, ...this.key() };
        const { verifyIdFront } = await sending.step(VerifyIdFrontDocument, { input });
        return verify.afterVerification(flow, 'verifyIdFront', verifyIdFront);
      }
      case 'verifyIdBack': {
        const input = { image: task.image, ...transaction, ...this.key() };
        const { verifyIdBack } = await sending.step(VerifyIdBackDocument, { input });
        return verify.afterVerification(flow, 'verifyIdBack', verifyIdBack);
      }
      case 'askForFace':
        return verify.afterFace({ ...flow, ...transaction }, await options.onFace(this.asked(task.problem)));
      case 'verifyLiveness': {
        const input = { ...task.faces, ...transaction, ...this.key() };
        const { verifyLiveness } = await sending.step(VerifyLivenessDocument, { input });
        return verify.afterVerification(flow, 'verifyLiveness', verifyLiveness);
      }
      case 'findOutVerification':
        return verify.afterLookForVerification(flow, await sending.lookUp(EligibilityDocument, {}));
      default:
        return null;
    }
  }

  /** From a verified customer to a signed contract. */
  private async requested(flow: JoinFlow): Promise<JoinFlow> {
    const { sending, options } = this;
    const { task, requestId } = flow;
    switch (task.task) {
      case 'readEligibility':
        return request.afterEligibility(flow, await sending.read(EligibilityDocument, {}));
      case 'readOpenRequest':
        return request.afterOpenRequest(flow, await sending.read(OpenRequestDocument, {}));
      case 'askToGoOn':
        return request.afterGoingOn(flow, (await options.onOpenRequest?.(task.request)) ?? false);
      case 'readProducts':
        return request.afterProducts(flow, await sending.read(ProductsDocument, {}));
      case 'askForProduct': {
        const { products, problem } = task;
        const { productTypeId } = await options.onProduct({ products, ...this.asked(problem) });
        return request.afterProduct(flow, productTypeId);
      }
      case 'readForm':
        return request.afterFormRead(
          flow,
          await sending.read(ProductFormDocument, { id: task.productTypeId }),
        );
      case 'askForForm': {
        const { productType, problem } = task;
        return request.afterForm(flow, await options.onForm({ productType, ...this.asked(problem) }));
      }
      case 'createBusinessRequest': {
        const { productTypeId } = task.productType;
        const input = { productTypeId, ...task.form, ...(await this.moment()), ...this.key() };
        const { createBusinessRequest } = await sending.step(CreateDocument, { input });
        return request.afterCreation(flow, createBusinessRequest);
      }
      case 'findOutCreation': {
        // Who may create one has none that is open: what is open then, they sign with somebody else.
        const { eligibility } = await sending.lookUp(EligibilityDocument, {});
        if (eligibility?.isEligible) return request.afterLookForRequest(flow, null);
        const { currentBusinessRequest } = await sending.lookUp(OpenRequestDocument, {});
        return request.afterLookForRequest(flow, currentBusinessRequest);
      }
      case 'sign':
        return this.sign(flow);
      case 'generateLink': {
        const input = { requestId: requestId ?? '', ...(await this.moment()), ...this.key() };
        const { generateSigningLink } = await sending.step(SigningLinkDocument, { input });
        return request.afterLink(flow, generateSigningLink);
      }
      case 'readContract': {
        const variables = { requestId: requestId ?? '', securityHash: task.securityHash };
        return request.afterContract(flow, await sending.read(ContractPdfDocument, variables));
      }
      default:
        throw new Error('Nothing is left to do.');
    }
  }

  private async sign(flow: JoinFlow): Promise<JoinFlow> {
    const { onStatus, onProgress, resume: _resume, ...same } = this.options;
    const kept = progressOf(flow);
    let { signing } = flow;
    const outcome = await signContract({
      ...same,
      ...(flow.smsProvider ? { smsProvider: flow.smsProvider } : {}),
      ...(signing ? { resume: signing } : {}),
      requestId: flow.requestId ?? '',
      onStatus: (phase: SigningPhase) => {
        if (phase !== 'end') onStatus?.(phase);
      },
      onProgress: (progress) => {
        if (progress === null) return;
        signing = progress;
        if (kept) onProgress?.({ ...kept, signing });
      },
    });
    return request.afterSigning({ ...flow, signing }, outcome);
  }

  private askForCode(
    { codeSeconds: expiresInSeconds }: JoinFlow,
    sent: {
      for: 'phone' | 'email' | 'login' | 'passwordReset';
      sentTo: string;
      codeRequestId: string | null;
    },
    problem: JoinProblem | null,
  ) {
    return this.options.onCode({ ...sent, expiresInSeconds, ...this.asked(problem) });
  }

  private asked(problem: JoinProblem | null): Asked {
    return problem ? { problem: worded(problem, this.options.language) } : {};
  }

  private async signedIn({ accessToken, refreshToken, expiresInSeconds }: JoinedSession): Promise<void> {
    await this.options.onSession({ accessToken, refreshToken, expiresInSeconds });
  }

  private async device() {
    return { deviceId: this.options.deviceId, geoLocation: await this.options.locate() };
  }

  private async moment() {
    const geoLocation = await this.options.locate();
    return { geoLocation, userDeviceUtcTime: this.environment.now().toISOString() };
  }

  /** Each step has one of its own, so that no proxy or browser that sends it again has it taken twice. */
  private key() {
    return { idempotencyKey: this.environment.newKey() };
  }
}
