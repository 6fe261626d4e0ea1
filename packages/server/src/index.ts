export type { HttpHandler } from "./http/handler.js";
export { ListenError } from "./http/listen-error.js";
export { type Listener, type ListenOptions, listen } from "./http/listener.js";
export { MediaStartError } from "./media/media-error.js";
export type { ListenIp } from "./media/options.js";
export { DEFAULT_MEDIA_PORT, RtcService, type RtcServiceOptions, type RtcServiceStats } from "./rtc-service.js";
export type { App } from "./store/apps.js";
export { StoreError } from "./store/database.js";
export { withApps } from "./store/with-apps.js";
