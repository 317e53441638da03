import type { Slice, VlensApi } from './api.js';
import type {
  ConfirmPayment,
  CreateBusinessRequest,
  GenerateSigningLink,
  Login,
  OpenSigningSession,
  RequestActivationOtp,
  RevalidateLiveness,
  ValidateActivationOtp,
} from './types.js';

/**
 * Every operation passed on as it is, for whoever has something to do before one of them. A class, since an object made anew
 * over another one for each request is one that the engine never learns.
 */
export class PassedOn<Inner extends VlensApi = VlensApi> implements VlensApi {
  constructor(protected readonly inner: Inner) {}

  listProductTypes() {
    return this.inner.listProductTypes();
  }
  getFormFields(productTypeId: number) {
    return this.inner.getFormFields(productTypeId);
  }
  checkEligibility() {
    return this.inner.checkEligibility();
  }
  createBusinessRequest(input: CreateBusinessRequest) {
    return this.inner.createBusinessRequest(input);
  }
  getCurrentBusinessRequest(minimal: boolean) {
    return this.inner.getCurrentBusinessRequest(minimal);
  }
  listBusinessRequests(slice: Slice) {
    return this.inner.listBusinessRequests(slice);
  }
  listBusinessRequestIds(slice: Slice) {
    return this.inner.listBusinessRequestIds(slice);
  }
  getBusinessRequestById(id: string) {
    return this.inner.getBusinessRequestById(id);
  }
  stepRequestOtp(input: RequestActivationOtp) {
    return this.inner.stepRequestOtp(input);
  }
  stepReValidateLiveness(input: RevalidateLiveness) {
    return this.inner.stepReValidateLiveness(input);
  }
  stepValidateOtp(input: ValidateActivationOtp) {
    return this.inner.stepValidateOtp(input);
  }
  stepValidatePayment(input: ConfirmPayment) {
    return this.inner.stepValidatePayment(input);
  }
  generateSignContractLink(input: GenerateSigningLink) {
    return this.inner.generateSignContractLink(input);
  }
  openSigningSession(input: OpenSigningSession) {
    return this.inner.openSigningSession(input);
  }
  viewContractPdf(requestId: string, securityHash: string) {
    return this.inner.viewContractPdf(requestId, securityHash);
  }
  login(input: Login) {
    return this.inner.login(input);
  }
}
