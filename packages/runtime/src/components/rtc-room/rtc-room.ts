import { tileBoardOf } from "../../api/rtc/tile-board-of.js";
import type { Tile, TileMode, TilePicture } from "../../api/rtc/tiles.js";
import { defineBuiltin } from "../builtin.js";
import { choice, type Property, text } from "../property.js";
import { reflect } from "../reflect.js";
import css from "./rtc-room.css" with { type: "text" };
import { TilePlace } from "./tile-place.js";
import { TileVideo } from "./tile-video.js";

const MODES: readonly TileMode[] = ["camera", "video", "screen"];

/** `errNo` of `binderror`, as documented: the component cannot be used here at all, or not with these attributes. */
const UNAVAILABLE = 21200;
const CREATION_FAILED = 21301;

/** `auto` mirrors the own camera when it looks at the user. */
const mirror: Property<"auto" | "on" | "off"> = {
  initial: "auto",
  read(raw) {
    if (raw === undefined || raw === null || raw === "auto") return "auto";
    return raw === "false" || raw === false ? "off" : "on";
  },
};

/**
 * `rtc-room`: the video of one member, or the own camera. It shows video only; the session plays the audio.
 *
 * Attributes: `user-id`, `mode` (`camera` the own preview, `video` a member's camera, `screen` a member's screen),
 * `device-position` (`front`, `back`), and beyond the original platform `object-fit` (`cover`, `contain`, `fill`) and
 * `mirror` (`auto`, `true`, `false`). `binderror` tells `{errNo, errMsg}`; `bindenterpictureinpicture` and
 * `bindleavepictureinpicture` tell of the small window of `changePictureInPicture`.
 */
export const rtcRoom = defineBuiltin({
  tag: "rtc-room",
  css,
  properties: {
    userId: text(),
    mode: text("camera"),
    devicePosition: choice("", ["", "front", "back"]),
    objectFit: choice("", ["", "cover", "contain", "fill"]),
    mirror,
  },
  create(element, environment) {
    const board = tileBoardOf(environment);
    let place: TilePlace | undefined;
    const video = new TileVideo((message) => environment.warn(message));
    element.dom.append(video.dom);
    for (const name of ["enterpictureinpicture", "leavepictureinpicture"] as const) {
      video.dom.addEventListener(name, () => {
        if (place) place.floating = name === "enterpictureinpicture";
        element.emit(name, {});
      });
    }

    let picture: TilePicture = { track: undefined, mirrored: false };
    const draw = () => {
      const { mirror: wish } = element.values;
      reflect(element.dom, {
        blank: picture.track === undefined,
        mirrored: wish === "auto" ? picture.mirrored : wish === "on",
      });
    };
    const tile: Tile = {
      request: { mode: "camera", userId: "" },
      show(next) {
        picture = next;
        video.show(next.track);
        draw();
      },
      refuse: (errNo, errMsg) => fail(errNo, errMsg),
      floatPicture: (on) => video.float(on),
    };
    const fail = (errNo: number, errMsg: string) => {
      environment.warn(`<rtc-room> in ${element.ownerPath}: ${errMsg}`);
      element.emit("error", { errNo, errMsg });
    };
    const modeOf = (word: string) => MODES.find((mode) => mode === word);

    let isAttached = false;
    return {
      update(values, changed) {
        const mode = modeOf(values.mode);
        reflect(element.dom, { mode: values.mode, "object-fit": values.objectFit || undefined });
        tile.request = { mode: mode ?? "camera", userId: values.userId };
        draw();
        if (!isAttached) return;
        board.update(tile);
        if (changed.has("mode") && !mode) fail(CREATION_FAILED, wrongMode(values.mode));
        if (changed.has("devicePosition") && values.devicePosition) board.requestFacing(values.devicePosition);
      },
      attached() {
        isAttached = true;
        const measured = new TilePlace(element.dom, () => {
          tile.place = measured.size;
          board.moved();
        });
        place = measured;
        tile.place = measured.size;
        board.bind(tile);
        const { mode, devicePosition } = element.values;
        // "front" is what the camera does anyway, and a new tile must not turn back a camera that was switched.
        if (devicePosition === "back") board.requestFacing("back");
        const missing = missingFeature();
        if (missing) fail(UNAVAILABLE, `rtc-room is not available: ${missing}`);
        else if (!modeOf(mode)) fail(CREATION_FAILED, wrongMode(mode));
      },
      detached() {
        isAttached = false;
        place?.close();
        board.unbind(tile);
        video.show(undefined);
      },
    };
  },
});

function wrongMode(mode: string): string {
  return `rtcRoom creation failed: mode should be one of "camera", "video", "screen", but got "${mode}"`;
}

function missingFeature(): string | undefined {
  if (!isSecureContext) return "the page is neither on https:// nor on localhost, so the browser gives no camera";
  if (typeof RTCPeerConnection === "undefined") return "this browser has no WebRTC";
  return undefined;
}
