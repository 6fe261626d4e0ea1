/**
 * What the dev server does in the platform's place while a mini-program runs. Published mini-programs get the same from
 * the server that hosts them, so this is an entry of its own, without the compiler and the simulator.
 */
export { Identities, type LoginCodes, type SessionAnswer } from "./identities.js";
export { ProxyFailure, RequestProxy } from "./request-proxy.js";
