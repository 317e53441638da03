import type { Slice, VlensApi } from '../api.js';
import type { Calls } from '../calls.js';
import type {
  ConfirmPayment,
  CreateBusinessRequest,
  GenerateSigningLink,
  Login,
  OpenSigningSession,
  RequestActivationOtp,
  RevalidateLiveness,
  ValidateActivationOtp,
} from '../types.js';
import { businessRequestOperations } from './business-requests.js';
import { contractOperations } from './contracts.js';
import { loginOperations } from './login.js';
import { productTypeOperations } from './product-types.js';
import { signingOperations } from './signing.js';

/** The 15 operations for one caller. Each is made when it is asked for: a request asks for one or two of them. */
export class CallerOperations implements VlensApi {
  constructor(
    private readonly calls: Calls,
    private readonly livenessErrorCodes: ReadonlySet<number>,
  ) {}

  listProductTypes() {
    return productTypeOperations(this.calls).listProductTypes();
  }
  getFormFields(productTypeId: number) {
    return productTypeOperations(this.calls).getFormFields(productTypeId);
  }
  checkEligibility() {
    return businessRequestOperations(this.calls).checkEligibility();
  }
  createBusinessRequest(input: CreateBusinessRequest) {
    return businessRequestOperations(this.calls).createBusinessRequest(input);
  }
  getCurrentBusinessRequest(minimal: boolean) {
    return businessRequestOperations(this.calls).getCurrentBusinessRequest(minimal);
  }
  listBusinessRequests(slice: Slice) {
    return businessRequestOperations(this.calls).listBusinessRequests(slice);
  }
  listBusinessRequestIds(slice: Slice) {
    return businessRequestOperations(this.calls).listBusinessRequestIds(slice);
  }
  getBusinessRequestById(id: string) {
    return businessRequestOperations(this.calls).getBusinessRequestById(id);
  }
  stepRequestOtp(input: RequestActivationOtp) {
    return this.signing.stepRequestOtp(input);
  }
  stepReValidateLiveness(input: RevalidateLiveness) {
    return this.signing.stepReValidateLiveness(input);
  }
  stepValidateOtp(input: ValidateActivationOtp) {
    return this.signing.stepValidateOtp(input);
  }
  stepValidatePayment(input: ConfirmPayment) {
    return this.signing.stepValidatePayment(input);
  }
  generateSignContractLink(input: GenerateSigningLink) {
    return contractOperations(this.calls).generateSignContractLink(input);
  }
  openSigningSession(input: OpenSigningSession) {
    return contractOperations(this.calls).openSigningSession(input);
  }
  viewContractPdf(requestId: string, securityHash: string) {
    return contractOperations(this.calls).viewContractPdf(requestId, securityHash);
  }
  login(input: Login) {
    return loginOperations(this.calls).login(input);
  }

  private get signing() {
    return signingOperations(this.calls, this.livenessErrorCodes);
  }
}
