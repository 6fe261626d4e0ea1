import type { Builtin } from "./builtin.js";

/** Built-in components that are nothing but a DOM node with a style. */
export const PLAIN_TAGS = ["view", "text", "cover-view", "root-portal"] as const;

/** Components whose code is loaded together. */
interface BuiltinPart {
  readonly tags: readonly string[];
  load(): Promise<readonly Builtin[]>;
  /** It says in its place that it needs the platform, and does nothing. */
  readonly standIn?: true;
}

/**
 * All other built-in components, each in a file of its own that is loaded only for programs with its tag. The order is
 * the order of their styles.
 */
const PARTS: readonly BuiltinPart[] = [
  part(
    ["image", "cover-image"],
    () => import("./image/image.js"),
    (it) => [it.image, it.coverImage],
  ),
  part(
    ["button"],
    () => import("./button/button.js"),
    (it) => [it.button],
  ),
  part(
    ["input"],
    () => import("./input/input.js"),
    (it) => [it.input],
  ),
  part(
    ["textarea"],
    () => import("./textarea/textarea.js"),
    (it) => [it.textarea],
  ),
  part(
    ["form"],
    () => import("./form/form.js"),
    (it) => [it.form],
  ),
  part(
    ["label"],
    () => import("./label/label.js"),
    (it) => [it.label],
  ),
  part(
    ["switch"],
    () => import("./switch/switch.js"),
    (it) => [it.switchControl],
  ),
  part(
    ["checkbox", "checkbox-group"],
    () => import("./checkbox/checkbox.js"),
    (it) => [it.checkbox, it.checkboxGroup],
  ),
  part(
    ["radio", "radio-group"],
    () => import("./radio/radio.js"),
    (it) => [it.radio, it.radioGroup],
  ),
  part(
    ["slider"],
    () => import("./slider/slider.js"),
    (it) => [it.slider],
  ),
  part(
    ["progress"],
    () => import("./progress/progress.js"),
    (it) => [it.progress],
  ),
  part(
    ["icon"],
    () => import("./icon/icon.js"),
    (it) => [it.icon],
  ),
  part(
    ["navigator"],
    () => import("./navigator/navigator.js"),
    (it) => [it.navigator],
  ),
  part(
    ["scroll-view"],
    () => import("./scroll-view/scroll-view.js"),
    (it) => [it.scrollView],
  ),
  part(
    ["swiper", "swiper-item"],
    () => import("./swiper/swiper.js"),
    (it) => [it.swiper, it.swiperItem],
  ),
  part(
    ["rtc-room"],
    () => import("./rtc-room/rtc-room.js"),
    (it) => [it.rtcRoom],
  ),
  part(
    ["picker-view", "picker-view-column"],
    () => import("./picker-view/picker-view.js"),
    (it) => [it.pickerView, it.pickerViewColumn],
  ),
  part(
    ["picker"],
    () => import("./picker/picker.js"),
    (it) => [it.picker],
  ),
  part(
    ["movable-area", "movable-view"],
    () => import("./movable/movable.js"),
    (it) => [it.movableArea, it.movableView],
  ),
  part(
    ["rich-text"],
    () => import("./rich-text/rich-text.js"),
    (it) => [it.richText],
  ),
  part(
    ["video"],
    () => import("./video/video.js"),
    (it) => [it.video],
  ),
  part(
    ["canvas"],
    () => import("./canvas/canvas.js"),
    (it) => [it.canvas],
  ),
  part(
    ["web-view"],
    () => import("./web-view/web-view.js"),
    (it) => [it.webView],
  ),
  part(
    ["camera"],
    () => import("./camera/camera.js"),
    (it) => [it.camera],
  ),
  part(
    ["map"],
    () => import("./map/map.js"),
    (it) => [it.map],
  ),
  part(
    ["live-player"],
    () => import("./live-player/live-player.js"),
    (it) => [it.livePlayer],
  ),
  part(
    ["page-meta"],
    () => import("./page-meta/page-meta.js"),
    (it) => [it.pageMeta],
  ),
  {
    ...part(
      ["ad", "open-data"],
      () => import("./stand-ins/stand-ins.js"),
      (it) => it.standIns,
    ),
    standIn: true,
  },
];

function part<M>(
  tags: readonly string[],
  load: () => Promise<M>,
  members: (module: M) => readonly Builtin[],
): BuiltinPart {
  return { tags, load: async () => members(await load()) };
}

/** Tags of the components that do something, plain ones included. */
export const WORKING_TAGS: readonly string[] = [
  ...PLAIN_TAGS,
  ...PARTS.filter(({ standIn }) => !standIn).flatMap(({ tags }) => tags),
];

/** Whether a tag is a built-in component with code of its own. */
export function isLazy(tag: string): boolean {
  return PARTS.some(({ tags }) => tags.includes(tag));
}

/** Components as they could be loaded. */
export interface LoadedBuiltins {
  builtins: Builtin[];
  /** What kept others from being loaded, by their tags. */
  failures: Map<string, unknown>;
}

/** Loads the code of components; plain ones and names that are none are passed over. Never rejects. */
export async function loadBuiltins(tags: readonly string[] | "all"): Promise<LoadedBuiltins> {
  const failures = new Map<string, unknown>();
  const wanted = PARTS.filter((one) => tags === "all" || one.tags.some((tag) => tags.includes(tag)));
  const loaded = await Promise.all(
    wanted.map(({ tags, load }) =>
      load().catch((error: unknown) => {
        for (const tag of tags) failures.set(tag, error);
        return [];
      }),
    ),
  );
  return { builtins: loaded.flat(), failures };
}
