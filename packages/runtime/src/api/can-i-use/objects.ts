import { CONTEXT_EVENTS, CONTEXT_METHODS, ENGINE_EVENTS, ENGINE_METHODS } from "../rtc/member-names.js";

/** Members of the objects that functions of `tt` hand out, for `canIUse("Object.member")`. */
export const objectMembers: Record<string, readonly string[]> = {
  RequestTask: ["abort"],
  DownloadTask: ["abort", "onProgressUpdate"],
  UploadTask: ["abort", "onProgressUpdate"],
  SocketTask: ["send", "close", "onOpen", "onClose", "onMessage", "onError", "readyState"],
  UpdateManager: ["applyUpdate", "onCheckForUpdate", "onUpdateFailed", "onUpdateReady"],
  SelectorQuery: ["select", "selectAll", "selectViewport", "in", "exec"],
  NodesRef: ["boundingClientRect", "fields", "scrollOffset", "context"],
  IntersectionObserver: ["relativeTo", "relativeToViewport", "observe", "disconnect"],
  InnerAudioContext: [
    ...[
      "src",
      "autoplay",
      "loop",
      "volume",
      "duration",
      "currentTime",
      "paused",
      "buffered",
      "startTime",
      "playbackRate",
    ],
    ...["play", "pause", "stop", "seek", "destroy"],
    ...["Canplay", "Play", "Pause", "Stop", "Ended", "TimeUpdate", "Error", "Waiting", "Seeking", "Seeked"].flatMap(
      (event) => [`on${event}`, `off${event}`],
    ),
  ],
  RtcRoomContext: [...CONTEXT_METHODS, ...CONTEXT_EVENTS],
  RtcEngine: [...ENGINE_METHODS, ...ENGINE_EVENTS, "isSupported", "getLocalAudioStatus"],
};
