import type { Environment } from "../../kernel/environment.js";
import { createInnerAudio } from "./inner-audio.js";

/** The object of `tt.getBackgroundAudioManager`: plays as soon as it has a source, and names itself to the system. */
export function createBackgroundAudio(environment: Environment): Record<string, unknown> {
  const manager = createInnerAudio(environment);
  delete manager.destroy;
  manager.autoplay = true;
  Object.assign(manager, {
    title: "",
    epname: "",
    singer: "",
    coverImgUrl: "",
    webUrl: "",
    protocol: "http",
    audioPage: {},
  });
  (manager.onPlay as (callback: () => void) => void)(() => {
    if (!("mediaSession" in navigator)) return;
    const { title, epname, singer, coverImgUrl } = manager as Record<string, string>;
    const artwork = coverImgUrl ? [{ src: environment.resolveAsset(coverImgUrl) }] : [];
    navigator.mediaSession.metadata = new MediaMetadata({
      title: title ?? "",
      album: epname ?? "",
      artist: singer ?? "",
      artwork,
    });
  });
  return manager;
}
