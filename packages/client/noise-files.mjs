import { copyFile, mkdir, readFile, writeFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { join } from "node:path";

/**
 * Copies the three files that noise suppression loads in the page, for the build of a site.
 *
 * @param {string} folder Made where it is missing.
 */
export async function copyNoiseFiles(folder) {
  const { resolve } = createRequire(import.meta.url);
  const source = "@sapphi-red/web-noise-suppressor";
  await mkdir(folder, { recursive: true });
  // The note of the source map goes, as the map does not come along.
  const worklet = await readFile(resolve(`${source}/rnnoiseWorklet.js`), "utf8");
  await writeFile(join(folder, "rnnoise-worklet.js"), worklet.replace(/\n\/\/# sourceMappingURL=.*\s*$/, "\n"));
  await copyFile(resolve(`${source}/rnnoise.wasm`), join(folder, "rnnoise.wasm"));
  await copyFile(resolve(`${source}/rnnoise_simd.wasm`), join(folder, "rnnoise-simd.wasm"));
}
