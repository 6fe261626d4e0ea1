import { defineBuiltin } from "../builtin.js";
import { choice, flag, number, text } from "../property.js";
import css from "./video.css" with { type: "text" };
import { createVideoContext } from "./video-context.js";

/** `video`: the browser's player with its own controls. `tt.createVideoContext(id)` drives it. */
export const video = defineBuiltin({
  tag: "video",
  css,
  properties: {
    src: text(),
    poster: text(),
    autoplay: flag(),
    loop: flag(),
    muted: flag(),
    controls: flag(true),
    initialTime: number(0),
    objectFit: choice("contain", ["contain", "fill", "cover"]),
    playsinline: flag(true),
  },
  create(element, environment) {
    const player = document.createElement("video");
    const slot = document.createElement("div");
    slot.className = "lianmai-video-slot";
    element.dom.append(player, slot);

    for (const name of ["play", "pause", "ended", "waiting", "seeked"]) {
      player.addEventListener(name, () => element.emit(name === "seeked" ? "seekcomplete" : name));
    }
    player.addEventListener("timeupdate", () => {
      element.emit("timeupdate", { currentTime: player.currentTime, duration: player.duration || 0 });
    });
    player.addEventListener("loadedmetadata", () => {
      const { videoWidth: width, videoHeight: height, duration } = player;
      element.emit("loadedmetadata", { width, height, duration });
    });
    player.addEventListener("progress", () => {
      const { buffered, duration } = player;
      const end = buffered.length > 0 ? buffered.end(buffered.length - 1) : 0;
      element.emit("progress", { buffered: duration > 0 ? (end / duration) * 100 : 0 });
    });
    player.addEventListener("error", () => {
      const errMsg = player.error?.message || `${element.values.src} can not be played`;
      environment.warn(`<video src="${element.values.src}"> in ${element.ownerPath}: ${errMsg}`);
      element.emit("error", { errMsg });
    });
    player.addEventListener("fullscreenchange", () => {
      const fullScreen = document.fullscreenElement === player;
      element.emit("fullscreenchange", { fullScreen, direction: innerWidth > innerHeight ? "horizontal" : "vertical" });
    });

    return {
      slot,
      context: createVideoContext(() => player, environment.warn),
      update(values, changed) {
        player.loop = values.loop;
        player.muted = values.muted;
        player.controls = values.controls;
        player.playsInline = values.playsinline;
        player.style.objectFit = values.objectFit;
        if (changed.has("poster")) {
          if (values.poster) player.poster = environment.resolveAsset(values.poster, element.ownerPath);
          else player.removeAttribute("poster");
        }
        if (!changed.has("src")) return;
        player.autoplay = values.autoplay;
        if (!values.src) player.removeAttribute("src");
        else {
          const start = values.initialTime > 0 ? `#t=${values.initialTime}` : "";
          player.src = environment.resolveAsset(values.src, element.ownerPath) + start;
        }
      },
      detached() {
        player.pause();
        player.removeAttribute("src");
        player.load();
      },
    };
  },
});
