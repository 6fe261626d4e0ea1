import { listDevices, MicrophoneFilter, openCamera, openMicrophone, openScreen, watchDevices } from "@lianmai/client";
import { explainRefusal } from "./device-refusal.js";
import type { DeviceEntry, DeviceKind, Output, RtcDevices } from "./ports.js";

const KINDS: Record<DeviceKind, MediaDeviceKind> = {
  camera: "videoinput",
  microphone: "audioinput",
  speaker: "audiooutput",
};

/** The devices of this browser. */
export const clientDevices: RtcDevices = {
  openCamera: (options) =>
    openCamera(options).catch((error: unknown) => {
      throw explainRefusal("camera", error);
    }),
  openMicrophone: (options) =>
    openMicrophone(options).catch((error: unknown) => {
      throw explainRefusal("microphone", error);
    }),
  openScreen: (options) => openScreen(options),
  filterMicrophone: async (microphone, { denoise, gain }) => {
    if (!denoise) return await MicrophoneFilter.open(microphone, { gain });
    // A file of its own, and the WebAssembly behind it too: only who asks for it loads it.
    const { rnnoise } = await import("@lianmai/client/noise-suppression");
    // Beside the script that this is built into: see build.mjs.
    const file = (name: string) => new URL(`lianmai-${name}`, import.meta.url);
    const files = {
      worklet: file("rnnoise-worklet.js"),
      wasm: file("rnnoise.wasm"),
      simdWasm: file("rnnoise-simd.wasm"),
    };
    return await MicrophoneFilter.open(microphone, { gain, denoise: rnnoise(files) });
  },
  list: async () => {
    const lists = await Promise.all(Object.entries(KINDS).map(([kind, name]) => listOf(kind as DeviceKind, name)));
    return lists.flat();
  },
  watch: (changed) => {
    // As long as the page: whoever asked for it lives as long.
    watchDevices(changed);
  },
  isForbidden: async (device) => {
    try {
      // Not in the types of all browsers, and not known by all of them: those that throw tell nothing.
      const { state } = await navigator.permissions.query({ name: device as PermissionName });
      return state === "denied";
    } catch {
      return false;
    }
  },
};

/**
 * The id of the output that fits, or "" for the one of the system. Only phones tell their earpiece apart; elsewhere
 * the user's own choice of output (a headset, say) is better than any guess.
 */
export async function outputFor(output: Output): Promise<string> {
  if (typeof output === "object") return output.deviceId;
  const outputs = await listDevices("audiooutput").catch(() => []);
  const earpiece = outputs.find(({ label }) => /earpiece|听筒/i.test(label));
  if (!earpiece) return "";
  if (output === "earpiece") return earpiece.deviceId;
  return outputs.find(({ label }) => /speakerphone|扬声器|免提/i.test(label))?.deviceId ?? "";
}

async function listOf(kind: DeviceKind, name: MediaDeviceKind): Promise<DeviceEntry[]> {
  const devices = await listDevices(name);
  // Before the page may use one, browsers give a single nameless entry: nothing that could be chosen.
  return devices.filter(({ deviceId }) => deviceId !== "").map(({ deviceId, label }) => ({ deviceId, kind, label }));
}
