export { AccessToken, type AccessTokenOptions } from "./access-token.js";
export {
  explainToken,
  type TokenExpectation,
  type TokenField,
  type TokenProblem,
  type TokenReason,
  type TokenVerdict,
} from "./explain-token.js";
export { effectivePrivileges, Privilege, type PrivilegeTimes } from "./privileges.js";
export { TokenFormatError } from "./token-format.js";
