import { defineBuiltin } from "../builtin.js";
import { choice } from "../property.js";
import { reflect } from "../reflect.js";
import css from "./camera.css" with { type: "text" };

/** `camera`: what the camera sees, for taking pictures. Calls have `rtc-room`. */
export const camera = defineBuiltin({
  tag: "camera",
  css,
  properties: {
    devicePosition: choice("back", ["front", "back"]),
    flash: choice("auto", ["auto", "on", "off"]),
  },
  create(element, environment) {
    const { host } = environment;
    const video = document.createElement("video");
    const slot = document.createElement("div");
    slot.className = "lianmai-camera-slot";
    video.muted = true;
    video.playsInline = true;
    video.autoplay = true;
    element.dom.append(video, slot);
    let stream: MediaStream | undefined;
    /** Counts openings, so that a camera that comes too late is closed again. */
    let turn = 0;

    const close = () => {
      turn += 1;
      for (const track of stream?.getTracks() ?? []) track.stop();
      stream = undefined;
      video.srcObject = null;
    };
    const open = async () => {
      close();
      const mine = turn;
      if ((await host.requestPermission("scope.camera")) !== "granted") throw new Error("auth deny");
      if (!navigator.mediaDevices) throw new Error("the camera needs https or localhost");
      const facingMode = element.values.devicePosition === "front" ? "user" : "environment";
      const opened = await navigator.mediaDevices.getUserMedia({ video: { facingMode } });
      if (mine !== turn) {
        for (const track of opened.getTracks()) track.stop();
        return;
      }
      stream = opened;
      video.srcObject = opened;
      element.emit("initdone", { maxZoom: 1 });
    };
    const start = () => {
      open().catch((error: Error) => {
        environment.warn(`<camera> in ${element.ownerPath}: ${error.message}`);
        element.emit("error", { errMsg: error.message });
      });
    };

    return {
      slot,
      update(values, changed) {
        reflect(element.dom, { "device-position": values.devicePosition });
        if (changed.has("devicePosition") && element.dom.isConnected) start();
      },
      attached() {
        host.on("camerasChanged", start);
        start();
      },
      detached() {
        host.off("camerasChanged", start);
        element.emit("stop");
        close();
      },
    };
  },
});
