import type { Denoise } from "../devices/microphone-filter.js";
import { rnnoise as rnnoiseFrom } from "../noise-suppression.js";

// Only known while the script runs for the first time.
const { currentScript } = document;
const here = currentScript instanceof HTMLScriptElement ? currentScript.src : document.baseURI;

/**
 * `rnnoise` for pages that load `lianmai-noise-suppression.js` by a script tag.
 * @param folder where the files of `dist/noise-suppression/` are. Default: beside the folder of the script, as in `dist`.
 */
export function rnnoise(folder: string | URL = new URL("../noise-suppression/", here)): Denoise {
  const base = new URL(folder, document.baseURI);
  return rnnoiseFrom({
    worklet: new URL("rnnoise-worklet.js", base),
    wasm: new URL("rnnoise.wasm", base),
    simdWasm: new URL("rnnoise-simd.wasm", base),
  });
}
