import { setTimeout as pause } from 'node:timers/promises';
import { keepContract } from './contract-file.js';
import { type DemoField, fillForm } from './fill-form.js';
import type { GatewayClient } from './gateway-client.js';
import type { LiveStatus } from './live-status.js';
import { takeLivenessFrames } from './liveness-frames.js';
import type { Narrator } from './narrator.js';
import { CAIRO, expected, type Outcome } from './outcome.js';
import type { Sandbox } from './sandbox.js';

const ASWAN = { latitude: 24.0889, longitude: 32.8998 };
const MAX_ASKS = 10;
const ASK_AGAIN_MS = 500;
/** Longer than the sandbox's window for three codes. */
const OTP_WINDOW_SECONDS = 601;

export interface Customer {
  phoneNumber: string;
  password: string;
  deviceId: string;
}

/** Who is signed in already, and what they write into the form. */
export interface SignedIn {
  phoneNumber: string;
  fullName: string;
  nationalId: string;
}

const AHMED = { fullName: 'Ahmed Mohamed', nationalId: '29901234567890' };

interface RequestLine {
  id: string;
  requestNumber: string;
  status: string;
}

/** The whole story of a loan contract, signed 680 km away from where its signer logged in. */
export class SigningStory {
  constructor(
    private readonly gateway: GatewayClient,
    private readonly sandbox: Sandbox,
    private readonly customer: Customer | SignedIn,
    private readonly narrator: Narrator,
    /** Where the status is to be followed live. */
    private readonly live: LiveStatus | null = null,
  ) {}

  /** Plays it to its end and answers where the contract lies. */
  async play(folder: string): Promise<{ file: string; requestNumber: string; pages: number }> {
    if ('password' in this.customer) await this.logIn(this.customer);
    const request = await this.create();
    this.live?.follow(this.gateway.accessToken, request.id);
    await this.live?.until(request.status);
    await this.awaitApproval(request.id);
    await this.sign(request.id);
    const activated = await this.confirm(request.id);
    await this.live?.until(activated.status);
    const url = await this.contractUrl(request.id);
    const { file, pages } = await keepContract(url, folder, activated.requestNumber);
    return { file, pages, requestNumber: activated.requestNumber };
  }

  private async logIn(customer: Customer): Promise<void> {
    const input = { ...customer, geoLocation: CAIRO };
    let { login } = await this.gateway.run<{
      login: Outcome & { accessToken?: string; otpRequestId?: string };
    }>('Log in, in Cairo', 'LogIn', { input });
    if (login.__typename === 'LoginOtpRequired') {
      const otpCode = await this.sandbox.newestCode(customer.phoneNumber);
      ({ login } = await this.gateway.run<{ login: typeof login }>(
        'Log in again with the code from the SMS',
        'LogIn',
        {
          input: { ...input, otpRequestId: login.otpRequestId, otpCode },
        },
      ));
    }
    this.gateway.signInWith(expected(login, 'Session').accessToken ?? '');
  }

  private async create(): Promise<RequestLine> {
    const { productTypes } = await this.gateway.run<{
      productTypes: { productTypeId: number; name: string }[];
    }>('Choose a product', 'Products');
    const product = productTypes.find(({ name }) => /personal loan/i.test(name)) ?? productTypes[0];
    if (!product) throw new Error('The tenant has no product.');
    const { productType } = await this.gateway.run<{ productType: { formFields: DemoField[] } }>(
      'Read its form',
      'ProductForm',
      { id: product.productTypeId },
    );
    await this.becomeEligible();
    const { fullName, nationalId } = 'password' in this.customer ? AHMED : this.customer;
    const fields = fillForm(productType.formFields, { fullName, nationalId, monthlyIncome: '5000' });
    const { createBusinessRequest } = await this.gateway.run<{
      createBusinessRequest: Outcome & { businessRequest?: RequestLine };
    }>('Create the business request', 'Create', {
      input: { productTypeId: product.productTypeId, fields, ...this.momentIn(CAIRO) },
    });
    const { businessRequest } = expected(createBusinessRequest, 'BusinessRequestCreated');
    if (!businessRequest) throw new Error('The new request was not answered.');
    return businessRequest;
  }

  /** A run that was cut short leaves a request open, and Vlens allows one at a time. */
  private async becomeEligible(): Promise<void> {
    const ask = () =>
      this.gateway.run<{ eligibility: { isEligible: boolean; hasPendingRequest: boolean } }>(
        'Check eligibility',
        'Eligibility',
      );
    let { eligibility } = await ask();
    if (eligibility.hasPendingRequest) {
      const { currentBusinessRequest } = await this.gateway.run<{
        currentBusinessRequest: RequestLine | null;
      }>('See which request is still open', 'OpenRequest');
      if (currentBusinessRequest) {
        await this.sandbox.reject(currentBusinessRequest.id);
        this.narrator.remark(
          `${currentBusinessRequest.requestNumber} of an earlier run was still open: rejected it.`,
        );
      }
      // The gateway may know it from before, until the webhook of the rejection has come.
      for (let asked = 0; asked < MAX_ASKS; asked += 1) {
        ({ eligibility } = await ask());
        if (!eligibility.hasPendingRequest) break;
        await pause(ASK_AGAIN_MS);
      }
    }
    if (!eligibility.isEligible) throw new Error('The customer is not eligible.');
  }

  private async awaitApproval(id: string): Promise<void> {
    const ask = async () =>
      (await this.gateway.run<{ businessRequest: RequestLine | null }>('Get approved', 'Status', { id }))
        .businessRequest?.status;
    if ((await ask()) === 'PENDING_APPROVAL') {
      await this.sandbox.approve(id);
      this.narrator.remark(
        'The sandbox’s tenant does not approve by itself: approved it by the control API.',
      );
      for (let asked = 0; (await ask()) !== 'APPROVED'; asked += 1) {
        if (asked === MAX_ASKS) throw new Error('The request was not approved.');
        await pause(ASK_AGAIN_MS);
      }
    }
  }

  private async sign(requestId: string): Promise<void> {
    this.narrator.remark('The customer travels to Aswan, some 680 km up the Nile.');
    let answer = await this.askForOtp('Ask for the OTP, from Aswan', requestId);
    let transactionId: string | undefined;
    if (answer.__typename === 'LivenessRequired') {
      transactionId = answer.transactionId ?? undefined;
      const { revalidateLiveness } = await this.gateway.run<{ revalidateLiveness: Outcome }>(
        'Re-validate liveness',
        'Revalidate',
        { input: { requestId, transactionId, ...this.momentIn(ASWAN), scan: await takeLivenessFrames() } },
      );
      expected(revalidateLiveness, 'LivenessRevalidated');
      answer = await this.askForOtp('Ask again', requestId, transactionId);
    } else {
      throw new Error(`LivenessRequired was expected this far from Cairo, and ${answer.__typename} came.`);
    }
    if (answer.reason === 'TOO_MANY_ATTEMPTS') {
      await this.sandbox.advanceClock(OTP_WINDOW_SECONDS);
      this.narrator.remark('Three codes in ten minutes is the limit: moved the sandbox’s clock on.');
      answer = await this.askForOtp('Ask once more', requestId, transactionId);
    }
    const { otpRequestId } = expected(answer, 'ActivationOtpSent');
    const otpCode = await this.sandbox.newestCode(this.customer.phoneNumber);
    const { validateActivationOtp } = await this.gateway.run<{
      validateActivationOtp: Outcome & { paymentUrl?: string };
    }>('Validate the OTP from the inbox', 'ValidateOtp', {
      input: { otpRequestId, otpCode, requestId, transactionId, ...this.momentIn(ASWAN) },
    });
    if (expected(validateActivationOtp, 'ActivationOtpValidated').paymentUrl) {
      await this.sandbox.pay(requestId);
      this.narrator.remark('Paid with Fawry on the sandbox’s payment page.');
    }
  }

  private async askForOtp(title: string, requestId: string, transactionId?: string) {
    const { requestActivationOtp } = await this.gateway.run<{
      requestActivationOtp: Outcome & { otpRequestId?: string; transactionId?: string; reason?: string };
    }>(title, 'AskForOtp', {
      input: {
        requestId,
        transactionId,
        paymentGateway: 'fawry',
        smsProvider: 'VODAFONE',
        ...this.momentIn(ASWAN),
      },
    });
    return requestActivationOtp;
  }

  private async confirm(requestId: string): Promise<RequestLine> {
    const { confirmPayment } = await this.gateway.run<{
      confirmPayment: Outcome & { businessRequest?: RequestLine };
    }>('Confirm the payment', 'Confirm', { input: { requestId, ...this.momentIn(ASWAN) } });
    const { businessRequest } = expected(confirmPayment, 'ContractActivated');
    if (businessRequest?.status !== 'CUSTOMER_SIGNED')
      throw new Error('The contract is not Customer Signed.');
    return businessRequest;
  }

  private async contractUrl(requestId: string): Promise<string> {
    const { generateSigningLink } = await this.gateway.run<{
      generateSigningLink: Outcome & { securityHash?: string };
    }>('Get a link to the contract', 'SigningLink', { input: { requestId, ...this.momentIn(ASWAN) } });
    const { securityHash } = expected(generateSigningLink, 'SigningLink');
    const { contractPdf } = await this.gateway.run<{ contractPdf: Outcome & { url?: string } }>(
      'Download the PDF',
      'ContractPdf',
      { requestId, securityHash },
    );
    return expected(contractPdf, 'ContractPdf').url ?? '';
  }

  private momentIn(geoLocation: typeof CAIRO) {
    return { geoLocation, userDeviceUtcTime: new Date().toISOString() };
  }
}
