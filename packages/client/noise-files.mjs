import { copyFile, mkdir, readFile, writeFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { join } from "node:path";

/**
 * Copies the three files that noise suppression loads in the page, for the build of a site.
 *
 * @param {string} folder Made where it is missing.
 * @param {string} [prefix] Goes before each name. Default: nothing.
 * @returns {Promise<string[]>} Their names there.
 */
export async function copyNoiseFiles(folder, prefix = "") {
  const { resolve } = createRequire(import.meta.url);
  const source = "@sapphi-red/web-noise-suppressor";
  await mkdir(folder, { recursive: true });
  // The note of the source map goes, as the map does not come along.
  const worklet = await readFile(resolve(`${source}/rnnoiseWorklet.js`), "utf8");
  const names = ["rnnoise-worklet.js", "rnnoise.wasm", "rnnoise-simd.wasm"].map((name) => `${prefix}${name}`);
  const [script, wasm, simdWasm] = names.map((name) => join(folder, name));
  await writeFile(script, worklet.replace(/\n\/\/# sourceMappingURL=.*\s*$/, "\n"));
  await copyFile(resolve(`${source}/rnnoise.wasm`), wasm);
  await copyFile(resolve(`${source}/rnnoise_simd.wasm`), simdWasm);
  return names;
}
