import type { Builtin } from "./builtin.js";
import { button } from "./button/button.js";
import { coverImage, image } from "./image/image.js";
import { rtcRoom } from "./rtc-room/rtc-room.js";

/** Built-in components that are nothing but a DOM node with a style. */
export const PLAIN_TAGS = ["view", "text", "cover-view"] as const;

/** All other built-in components. */
export const BUILTINS: readonly Builtin[] = [button, image, coverImage, rtcRoom];
