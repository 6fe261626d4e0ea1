import type { Environment } from "../../kernel/environment.js";
import { reasonOf, toFailure } from "../core/errors.js";
import { Listeners } from "../core/listeners.js";
import { checkOptions, number, optional } from "../core/options.js";
import { extensionOf } from "../files/extension.js";
import type { FileSystem } from "../files/file-system.js";
import { demandScope } from "../login/scopes.js";

const TYPES = ["audio/mp4", "audio/webm;codecs=opus", "audio/webm"];
const LONGEST = 600_000;
const EVENTS = ["Start", "Pause", "Resume", "Stop", "FrameRecorded", "Error"] as const;

/** The object of `tt.getRecorderManager`: records the microphone into a temporary file. */
export function createRecorderManager(environment: Environment, files: FileSystem): Record<string, unknown> {
  const events = Object.fromEntries(EVENTS.map((event) => [event, new Listeners(environment)])) as Record<
    (typeof EVENTS)[number],
    Listeners
  >;
  let recorder: MediaRecorder | undefined;
  let starting = false;
  let timer: ReturnType<typeof setTimeout> | undefined;

  const fail = (error: unknown) => events.Error.emit(toFailure("operateRecorder", error));
  const start = async (options: unknown) => {
    const rules = {
      duration: optional(number, 60_000),
      sampleRate: optional(number, 8000),
      numberOfChannels: optional(number, 2),
      encodeBitRate: optional(number, 48_000),
    };
    const { duration, sampleRate, numberOfChannels, encodeBitRate } = checkOptions(rules, options);
    await demandScope(environment.host, "scope.record");
    const audio = { sampleRate: { ideal: sampleRate }, channelCount: { ideal: numberOfChannels } };
    const stream = await navigator.mediaDevices.getUserMedia({ audio });
    recorder = record(stream, encodeBitRate);
    timer = setTimeout(stop, Math.min(Math.max(1, duration), LONGEST));
  };
  const record = (stream: MediaStream, audioBitsPerSecond: number): MediaRecorder => {
    const mimeType = TYPES.find((type) => MediaRecorder.isTypeSupported(type));
    const made = new MediaRecorder(stream, { audioBitsPerSecond, ...(mimeType ? { mimeType } : {}) });
    const chunks: Blob[] = [];
    made.ondataavailable = ({ data }) => chunks.push(data);
    made.onstart = () => events.Start.emit();
    made.onpause = () => events.Pause.emit();
    made.onresume = () => events.Resume.emit();
    made.onstop = async () => {
      for (const track of stream.getTracks()) track.stop();
      const file = new Blob(chunks, { type: made.mimeType });
      const bytes = new Uint8Array(await file.arrayBuffer());
      events.Stop.emit({
        tempFilePath: files.writeTemporary(bytes, file.type, extensionOf("", file.type)),
        fileSize: file.size,
      });
    };
    made.start();
    return made;
  };
  const stop = () => {
    clearTimeout(timer);
    if (recorder && recorder.state !== "inactive") recorder.stop();
    recorder = undefined;
  };
  environment.lifecycle.once("dispose", stop);

  return {
    start(options?: unknown) {
      if (starting || recorder) return fail(new Error("a recording is running: stop it first"));
      starting = true;
      start(options)
        .catch((error: unknown) => fail(namedDeviceError(error)))
        .finally(() => {
          starting = false;
        });
    },
    pause: () => recorder?.state === "recording" && recorder.pause(),
    resume: () => recorder?.state === "paused" && recorder.resume(),
    stop,
    ...Object.fromEntries(EVENTS.map((event) => [`on${event}`, (callback: unknown) => events[event].add(callback)])),
  };
}

/** The browser names its reasons in one word; this says which device it was about. */
function namedDeviceError(error: unknown): unknown {
  if (!(error instanceof DOMException)) return error;
  return new Error(`the browser opens no microphone: ${error.name}: ${reasonOf(error)}`);
}
