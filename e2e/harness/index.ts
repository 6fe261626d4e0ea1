export { type LaunchOptions, launchBrowser, openTab, screenshot, type Tab } from "./browser.js";
export { type ColouredFile, filmOf, pictureOf, showsColour } from "./colours.js";
export {
  audioArrives,
  type InboundStream,
  inboundStreams,
  type OutboundStream,
  outboundStreams,
  videoArrives,
  videosPlay,
} from "./media.js";
export { type Product, startProduct } from "./product.js";
export { root } from "./root.js";
export { openSimulator, phoneFrames } from "./simulator.js";
export { TcpProxy } from "./tcp-proxy.js";
export { until } from "./until.js";
