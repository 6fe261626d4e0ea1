import { type Builtin, defineBuiltin } from "../builtin.js";
import { text } from "../property.js";

/** Components that stand on services of the platform, and what is shown in their place. */
const NOTES = {
  map: "地图需要平台的地图服务 / <map> needs the platform's map service",
  "live-player": "直播流需要平台的播放器 / <live-player> needs the platform's player",
  // Nothing can be advertised and nobody's data is there to be shown: no place is taken up.
  ad: "",
  "open-data": "",
} as const;

/** They keep their place in the page, say once what is missing, and tell `binderror`. */
export const standIns: readonly Builtin[] = Object.entries(NOTES).map(([tag, note]) =>
  defineBuiltin({
    tag,
    properties: { src: text(), type: text() },
    create(element, environment) {
      const slot = document.createElement("div");
      const words = document.createElement("div");
      words.textContent = note;
      element.dom.append(words, slot);
      return {
        slot,
        attached() {
          const errMsg = `<${tag}> is not available outside of the platform`;
          environment.warn(`${element.ownerPath}: ${errMsg}`);
          element.emit("error", { errMsg, errCode: -1 });
        },
      };
    },
  }),
);
