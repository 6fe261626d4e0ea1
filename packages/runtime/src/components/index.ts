import type { Builtin } from "./builtin.js";
import { button } from "./button/button.js";
import { checkbox, checkboxGroup } from "./checkbox/checkbox.js";
import { form } from "./form/form.js";
import { icon } from "./icon/icon.js";
import { coverImage, image } from "./image/image.js";
import { input } from "./input/input.js";
import { label } from "./label/label.js";
import { navigator } from "./navigator/navigator.js";
import { progress } from "./progress/progress.js";
import { radio, radioGroup } from "./radio/radio.js";
import { rtcRoom } from "./rtc-room/rtc-room.js";
import { scrollView } from "./scroll-view/scroll-view.js";
import { slider } from "./slider/slider.js";
import { swiper, swiperItem } from "./swiper/swiper.js";
import { switchControl } from "./switch/switch.js";
import { textarea } from "./textarea/textarea.js";

/** Built-in components that are nothing but a DOM node with a style. */
export const PLAIN_TAGS = ["view", "text", "cover-view"] as const;

/** All other built-in components. */
export const BUILTINS: readonly Builtin[] = [
  button,
  checkbox,
  checkboxGroup,
  coverImage,
  form,
  icon,
  image,
  input,
  label,
  navigator,
  progress,
  radio,
  radioGroup,
  rtcRoom,
  scrollView,
  slider,
  swiper,
  swiperItem,
  switchControl,
  textarea,
];
