import { WORKING_TAGS } from "../../components/index.js";

/** Built-in components of the platform's documentation that make sense in a browser, calls included. */
export const documentedComponents = [
  ...["view", "text", "image", "button", "input", "textarea", "form", "label", "checkbox", "checkbox-group"],
  ...["radio", "radio-group", "switch", "slider", "picker", "picker-view", "picker-view-column", "progress", "icon"],
  ...["rich-text", "navigator", "scroll-view", "swiper", "swiper-item", "movable-area", "movable-view"],
  ...["cover-view", "cover-image", "video", "camera", "canvas", "live-player", "map", "web-view", "rtc-room"],
] as const;

/** Tags of the components that exist. */
export function implementedComponents(): string[] {
  return [...WORKING_TAGS].sort();
}
