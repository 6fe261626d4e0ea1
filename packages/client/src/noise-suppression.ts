import { loadRnnoise, RnnoiseWorkletNode } from "@sapphi-red/web-noise-suppressor";
import type { Denoise } from "./devices/microphone-filter.js";

/**
 * Noise suppression by RNNoise, a recurrent network in WebAssembly. An entry of its own, so that only pages that ask
 * for it load it.
 */

/** Addresses of the three files in `dist/noise-suppression/` of this package, as the page can load them. */
export interface RnnoiseFiles {
  /** `rnnoise-worklet.js`. */
  worklet: string | URL;
  /** `rnnoise.wasm`, for browsers without SIMD. */
  wasm: string | URL;
  /** `rnnoise-simd.wasm`. */
  simdWasm: string | URL;
}

/**
 * What `MicrophoneFilter.open` takes as `denoise`. The files are loaded when it is used. The microphone is best opened
 * with `noiseSuppression: false` then, as two suppressors in a row cut into speech.
 *
 * @example
 * const microphone = await openMicrophone({ noiseSuppression: false });
 * const filter = await MicrophoneFilter.open(microphone, { denoise: rnnoise(files) });
 * await room.publish("microphone", filter.track);
 */
export function rnnoise(files: RnnoiseFiles): Denoise {
  return async (context) => {
    const [wasmBinary] = await Promise.all([
      loadRnnoise({ url: String(files.wasm), simdUrl: String(files.simdWasm) }),
      context.audioWorklet.addModule(files.worklet),
    ]);
    return new RnnoiseWorkletNode(context, { maxChannels: 1, wasmBinary });
  };
}
