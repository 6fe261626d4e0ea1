export { AccessToken, type AccessTokenOptions } from "./access-token.js";
export {
  explainToken,
  type TokenExpectation,
  type TokenField,
  type TokenProblem,
  type TokenReason,
  type TokenVerdict,
} from "./explain-token.js";
export {
  DEFAULT_REGION,
  OPENAPI_SERVICE,
  type RequestToSign,
  signOpenApiRequest,
} from "./openapi/sign-request.js";
export {
  type CredentialScope,
  computeSignature,
  SIGNATURE_ALGORITHM,
  type SignatureInput,
  type SignatureResult,
  sha256,
  signedHost,
} from "./openapi/signature.js";
export { effectivePrivileges, Privilege, type PrivilegeTimes } from "./privileges.js";
export { TokenFormatError } from "./token-format.js";
export { type SignedWebhookFields, signWebhook } from "./webhooks/sign-webhook.js";
export {
  verifyWebhook,
  type Webhook,
  type WebhookProblem,
  type WebhookReason,
  type WebhookVerdict,
} from "./webhooks/verify-webhook.js";
