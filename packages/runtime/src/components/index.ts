import type { Builtin } from "./builtin.js";
import { button } from "./button/button.js";
import { camera } from "./camera/camera.js";
import { canvas } from "./canvas/canvas.js";
import { checkbox, checkboxGroup } from "./checkbox/checkbox.js";
import { form } from "./form/form.js";
import { icon } from "./icon/icon.js";
import { coverImage, image } from "./image/image.js";
import { input } from "./input/input.js";
import { label } from "./label/label.js";
import { livePlayer } from "./live-player/live-player.js";
import { map } from "./map/map.js";
import { movableArea, movableView } from "./movable/movable.js";
import { navigator } from "./navigator/navigator.js";
import { picker } from "./picker/picker.js";
import { pickerView, pickerViewColumn } from "./picker-view/picker-view.js";
import { progress } from "./progress/progress.js";
import { radio, radioGroup } from "./radio/radio.js";
import { richText } from "./rich-text/rich-text.js";
import { rtcRoom } from "./rtc-room/rtc-room.js";
import { scrollView } from "./scroll-view/scroll-view.js";
import { slider } from "./slider/slider.js";
import { standIns } from "./stand-ins/stand-ins.js";
import { swiper, swiperItem } from "./swiper/swiper.js";
import { switchControl } from "./switch/switch.js";
import { textarea } from "./textarea/textarea.js";
import { video } from "./video/video.js";
import { webView } from "./web-view/web-view.js";

/** Built-in components that are nothing but a DOM node with a style. */
export const PLAIN_TAGS = ["view", "text", "cover-view", "root-portal"] as const;

/** All other built-in components. */
export const BUILTINS: readonly Builtin[] = [
  button,
  camera,
  canvas,
  checkbox,
  checkboxGroup,
  coverImage,
  form,
  icon,
  image,
  input,
  label,
  livePlayer,
  map,
  movableArea,
  movableView,
  navigator,
  picker,
  pickerView,
  pickerViewColumn,
  progress,
  radio,
  radioGroup,
  richText,
  rtcRoom,
  scrollView,
  slider,
  swiper,
  swiperItem,
  switchControl,
  textarea,
  video,
  webView,
];

/** Stand-ins for components that need the platform: they say so in their place and do nothing. */
export const STAND_INS: readonly Builtin[] = standIns;
