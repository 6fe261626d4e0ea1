export { CONTROL_METHODS, LocalControl, type PhoneControl, type PhoneState } from "./control.js";
export { DevServerError, devFetch, devLogin, devSocketUrl, type LoginResult } from "./dev-host.js";
export { applyHotChange } from "./hot-change.js";
export type { PhoneEvents, PhoneLanguage, PhoneOptions, PhoneTheme } from "./options.js";
export { Phone } from "./phone.js";
export { randomId } from "./random-id.js";
export { formatValue, formatValues, oneLine } from "./remote/format-value.js";
export type {
  FromDesk,
  FromPhone,
  RemoteDevice,
  RemotePhoneInfo,
  TimedReport,
  ToDesk,
  ToPhone,
} from "./remote/messages.js";
