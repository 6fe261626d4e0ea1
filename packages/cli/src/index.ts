export { BackEnd } from "./dev/back-end.js";
export { freePort } from "./dev/ports.js";
export { type DevOptions, type RunningDev, startDev } from "./dev/start-dev.js";
