export * from "./envelope.js";
export * from "./errors.js";
export * from "./id-patterns.js";
export * from "./ids.js";
export * from "./limits.js";
export * from "./media.js";
export * from "./messages.js";
export * from "./room-message.js";
