import type { Environment } from "../../kernel/environment.js";
import { reasonOf } from "../core/errors.js";
import { Listeners } from "../core/listeners.js";

const EVENTS = {
  Canplay: "canplay",
  Play: "play",
  Pause: "pause",
  Ended: "ended",
  TimeUpdate: "timeupdate",
  Waiting: "waiting",
  Seeking: "seeking",
  Seeked: "seeked",
} as const;

/** The object of `tt.createInnerAudioContext`: a player without a face, over the browser's own. */
export function createInnerAudio(environment: Environment): Record<string, unknown> {
  const audio = new Audio();
  const stopped = new Listeners(environment);
  const failed = new Listeners(environment);
  let autoplay = false;
  let source = "";
  // A stop is a pause and a jump to the start; only its own listeners hear of it.
  let stopping = false;
  let startTime = 0;

  const context: Record<string, unknown> = {
    obeyMuteSwitch: true,
    play() {
      if (startTime > 0 && audio.currentTime === 0) audio.currentTime = startTime;
      audio.play().catch((error: unknown) => {
        // An early pause interrupts a start: that is what the program asked for.
        if (error instanceof DOMException && error.name === "AbortError") return;
        failed.emit({ errCode: 10001, errMsg: reasonOf(error) });
      });
    },
    pause: () => audio.pause(),
    stop() {
      stopping = !audio.paused;
      audio.pause();
      audio.currentTime = 0;
      stopped.emit();
    },
    seek(seconds: number) {
      if (Number.isFinite(seconds)) audio.currentTime = seconds;
    },
    destroy() {
      audio.pause();
      audio.removeAttribute("src");
      audio.load();
      environment.lifecycle.off("dispose", destroy);
    },
    onStop: (callback: unknown) => stopped.add(callback),
    offStop: (callback?: unknown) => stopped.remove(callback),
    onError: (callback: unknown) => failed.add(callback),
    offError: (callback?: unknown) => failed.remove(callback),
  };
  const destroy = context.destroy as () => void;
  environment.lifecycle.once("dispose", destroy);

  for (const [name, event] of Object.entries(EVENTS)) {
    const listeners = new Listeners(environment);
    audio.addEventListener(event, () => {
      if (event === "pause" && (stopping || audio.ended)) {
        stopping = false;
        return;
      }
      listeners.emit();
    });
    context[`on${name}`] = (callback: unknown) => listeners.add(callback);
    context[`off${name}`] = (callback?: unknown) => listeners.remove(callback);
  }
  audio.addEventListener("error", () => {
    if (!audio.getAttribute("src")) return;
    failed.emit({
      errCode: 10003,
      errMsg: `cannot play ${source}: ${audio.error?.message || "unknown format or not found"}`,
    });
  });

  const passedOn = <K extends "loop" | "volume" | "playbackRate">(
    name: K,
    read: (value: unknown) => HTMLAudioElement[K],
  ): PropertyDescriptor => ({
    get: () => audio[name],
    set(value: unknown) {
      audio[name] = read(value);
    },
  });
  const fields: Record<string, PropertyDescriptor> = {
    src: {
      get: () => source,
      set(value: unknown) {
        source = String(value ?? "");
        audio.src = environment.resolveAsset(source);
        if (autoplay) (context.play as () => void)();
      },
    },
    autoplay: {
      get: () => autoplay,
      set(value: unknown) {
        autoplay = Boolean(value);
      },
    },
    startTime: {
      get: () => startTime,
      set(value: unknown) {
        startTime = Number(value) || 0;
      },
    },
    loop: passedOn("loop", Boolean),
    volume: passedOn("volume", (value) => Math.min(1, Math.max(0, Number(value) || 0))),
    playbackRate: passedOn("playbackRate", (value) => Number(value) || 1),
    duration: { get: () => (Number.isFinite(audio.duration) ? audio.duration : 0) },
    currentTime: { get: () => audio.currentTime },
    paused: { get: () => audio.paused },
    buffered: { get: () => bufferedPercent(audio) },
  };
  for (const [name, field] of Object.entries(fields)) {
    Object.defineProperty(context, name, { ...field, enumerable: true, configurable: true });
  }
  return context;
}

function bufferedPercent(audio: HTMLAudioElement): number {
  const { buffered, duration, currentTime } = audio;
  if (!Number.isFinite(duration) || duration === 0) return 0;
  for (let index = 0; index < buffered.length; index++) {
    if (buffered.start(index) <= currentTime && currentTime <= buffered.end(index)) {
      return Math.round((buffered.end(index) / duration) * 100);
    }
  }
  return 0;
}
