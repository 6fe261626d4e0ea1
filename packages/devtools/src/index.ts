export type { CompileState, DevInfo, ServedChange } from "./messages.js";
export { lanAddresses } from "./server/addresses.js";
export { type Certificate, phoneCertificate } from "./server/certificate.js";
export { DevServer, type DevServerEvents, type DevServerOptions } from "./server/dev-server.js";
export { DevServerError, type DevServerErrorCode } from "./server/errors.js";
export { fileBelow, sendFile } from "./server/files.js";
export { ownCertificate } from "./server/own-certificate.js";
export { isAsset } from "./server/project-assets.js";
export { terminalQrCode } from "./server/qr-code.js";
