import { WORKING_TAGS } from "../../components/index.js";

/** The built-in components of the platform's documentation, in its order. */
export const documentedComponents: readonly string[] = [
  // Containers
  ...["view", "scroll-view", "swiper", "swiper-item", "movable-area", "movable-view", "cover-view", "cover-image"],
  // Content
  ...["icon", "text", "rich-text", "progress"],
  // Forms
  ...["button", "checkbox", "checkbox-group", "form", "input", "label", "picker", "picker-view", "picker-view-column"],
  ...["radio", "radio-group", "slider", "switch", "textarea"],
  // Navigation, media, canvas, map
  ...["navigator", "image", "video", "camera", "live-player", "live-preview", "rtc-room", "canvas", "map"],
  // Open services
  ...["web-view", "page-meta", "ad", "open-data", "aweme-data", "aweme-group", "aweme-live-book", "aweme-user-card"],
  "pay-button",
];

/** Those that stand on services of the original platform, with nothing in a browser that could take their place. */
export const unavailableComponents: Readonly<Record<string, string>> = {
  ad: "advertising",
  "open-data": "data of the platform's users",
  "live-preview": "live rooms of the platform",
  "aweme-data": "the platform's accounts and films",
  "aweme-group": "the platform's groups",
  "aweme-live-book": "live rooms of the platform",
  "aweme-user-card": "the platform's accounts and films",
  "pay-button": "payments of the platform",
};

/** Tags of the components that exist. */
export function implementedComponents(): string[] {
  return [...WORKING_TAGS].sort();
}
