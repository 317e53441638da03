
      export type PossibleTypesResultData = {
  "possibleTypes": {
    "ConfirmPaymentResult": [
      "ContractActivated",
      "PaymentRequired",
      "Rejection"
    ],
    "ContractPdfResult": [
      "ContractPdf",
      "Rejection"
    ],
    "CreateBusinessRequestResult": [
      "BusinessRequestCreated",
      "NotEligible",
      "Rejection"
    ],
    "GenerateSigningLinkResult": [
      "Rejection",
      "SigningLink"
    ],
    "LoginResult": [
      "LoginOtpRequired",
      "Rejection",
      "Session"
    ],
    "Node": [
      "BusinessRequest",
      "ProductType"
    ],
    "OpenSigningSessionResult": [
      "Rejection",
      "SigningSession"
    ],
    "Problem": [
      "LivenessRequired",
      "LoginOtpRequired",
      "NotEligible",
      "PaymentRequired",
      "Rejection"
    ],
    "RequestActivationOtpResult": [
      "ActivationOtpSent",
      "LivenessRequired",
      "Rejection"
    ],
    "RevalidateLivenessResult": [
      "LivenessRevalidated",
      "Rejection"
    ],
    "ValidateActivationOtpResult": [
      "ActivationOtpValidated",
      "Rejection"
    ]
  }
};
      const result: PossibleTypesResultData = {
  "possibleTypes": {
    "ConfirmPaymentResult": [
      "ContractActivated",
      "PaymentRequired",
      "Rejection"
    ],
    "ContractPdfResult": [
      "ContractPdf",
      "Rejection"
    ],
    "CreateBusinessRequestResult": [
      "BusinessRequestCreated",
      "NotEligible",
      "Rejection"
    ],
    "GenerateSigningLinkResult": [
      "Rejection",
      "SigningLink"
    ],
    "LoginResult": [
      "LoginOtpRequired",
      "Rejection",
      "Session"
    ],
    "Node": [
      "BusinessRequest",
      "ProductType"
    ],
    "OpenSigningSessionResult": [
      "Rejection",
      "SigningSession"
    ],
    "Problem": [
      "LivenessRequired",
      "LoginOtpRequired",
      "NotEligible",
      "PaymentRequired",
      "Rejection"
    ],
    "RequestActivationOtpResult": [
      "ActivationOtpSent",
      "LivenessRequired",
      "Rejection"
    ],
    "RevalidateLivenessResult": [
      "LivenessRevalidated",
      "Rejection"
    ],
    "ValidateActivationOtpResult": [
      "ActivationOtpValidated",
      "Rejection"
    ]
  }
};
      export default result;
    