
      export type PossibleTypesResultData = {
  "possibleTypes": {
    "AdminLoginResult": [
      "Rejection",
      "Session"
    ],
    "CancelIdentityVerificationResult": [
      "IdentityVerificationCancelled",
      "Rejection"
    ],
    "ConfirmContactResult": [
      "ContactConfirmed",
      "Rejection"
    ],
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
    "CreateEmbeddedSessionResult": [
      "EmbeddedSession",
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
      "IdentityCheckFailed",
      "LivenessRequired",
      "LoginOtpRequired",
      "NotEligible",
      "PaymentRequired",
      "Rejection"
    ],
    "RefreshSessionResult": [
      "Rejection",
      "Session"
    ],
    "RegisterResult": [
      "Rejection",
      "Session"
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
    "SendCodeResult": [
      "CodeSent",
      "Rejection"
    ],
    "ValidateActivationOtpResult": [
      "ActivationOtpValidated",
      "Rejection"
    ],
    "VerifyIdentityResult": [
      "IdentityCheckFailed",
      "IdentityChecked",
      "Rejection"
    ],
    "VerifyOAuthTokenResult": [
      "OAuthTokenVerified",
      "Rejection"
    ]
  }
};
      const result: PossibleTypesResultData = {
  "possibleTypes": {
    "AdminLoginResult": [
      "Rejection",
      "Session"
    ],
    "CancelIdentityVerificationResult": [
      "IdentityVerificationCancelled",
      "Rejection"
    ],
    "ConfirmContactResult": [
      "ContactConfirmed",
      "Rejection"
    ],
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
    "CreateEmbeddedSessionResult": [
      "EmbeddedSession",
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
      "IdentityCheckFailed",
      "LivenessRequired",
      "LoginOtpRequired",
      "NotEligible",
      "PaymentRequired",
      "Rejection"
    ],
    "RefreshSessionResult": [
      "Rejection",
      "Session"
    ],
    "RegisterResult": [
      "Rejection",
      "Session"
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
    "SendCodeResult": [
      "CodeSent",
      "Rejection"
    ],
    "ValidateActivationOtpResult": [
      "ActivationOtpValidated",
      "Rejection"
    ],
    "VerifyIdentityResult": [
      "IdentityCheckFailed",
      "IdentityChecked",
      "Rejection"
    ],
    "VerifyOAuthTokenResult": [
      "OAuthTokenVerified",
      "Rejection"
    ]
  }
};
      export default result;
    