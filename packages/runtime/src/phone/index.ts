export { DevServerError, devFetch, devLogin, devSocketUrl, type LoginResult } from "./dev-host.js";
export type { PhoneEvents, PhoneLanguage, PhoneOptions, PhoneTheme } from "./options.js";
export { Phone } from "./phone.js";
