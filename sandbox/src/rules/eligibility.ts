export interface Eligibility {
  isEligible: boolean;
  isDigitalIdentityVerified: boolean;
  hasPendingRequest: boolean;
  isEmailConfirmed: boolean;
}

/**
 * Whether a customer may create a business request now (`vlens.yaml`, CheckEligibility). The e-mail address counts
 * only where the tenant's settings require it.
 */
export function eligibility(
  customer: { isDigitalIdentityVerified: boolean; hasPendingRequest: boolean; isEmailConfirmed: boolean },
  tenant: { requiresConfirmedEmail: boolean },
): Eligibility {
  const { isDigitalIdentityVerified, hasPendingRequest, isEmailConfirmed } = customer;
  return {
    isEligible:
      isDigitalIdentityVerified && !hasPendingRequest && (isEmailConfirmed || !tenant.requiresConfirmedEmail),
    isDigitalIdentityVerified,
    hasPendingRequest,
    isEmailConfirmed,
  };
}
