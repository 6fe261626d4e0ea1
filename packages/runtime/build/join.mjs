import { basename, join } from "node:path";
import { rolldown } from "rolldown";

const FOLDER = "/chunks";

/**
 * Joins what esbuild has split, and makes it small. esbuild gives every combination of users of shared code a file of
 * its own; here all that the entry needs at once becomes one file, which compresses better and is there sooner.
 *
 * @param files Scripts of esbuild and their maps by name.
 * @param entry Name of the script that a page begins with.
 * @param fixed Names of scripts that keep their names; others get a hash.
 * @returns Scripts with their maps, and what each imports.
 */
export async function joinChunks(files, entry, fixed) {
  const bundle = await rolldown({
    input: { [basename(entry, ".js")]: join(FOLDER, entry) },
    // Chunks take what they need from the entry that loads them, so it exports more than its own.
    preserveEntrySignatures: "allow-extension",
    plugins: [
      {
        name: "chunks",
        // esbuild's own helpers are less than a file is worth: whoever needs some gets a copy of those.
        resolveId(id, importer) {
          const name = basename(id);
          if (!files.has(name)) return null;
          return join(FOLDER, name) + (isHelpers(files.get(name)) ? `?${basename(importer)}` : "");
        },
        load(id) {
          const name = basename(id).replace(/\?.*/, "");
          return {
            code: files.get(name),
            map: JSON.parse(files.get(`${name}.map`)),
            moduleSideEffects: name === entry,
          };
        },
      },
    ],
    // A slow machine is no fault of the build.
    checks: { bundlerTimings: false },
    onLog(level, log) {
      if (log.code?.endsWith("_TIMINGS")) return;
      throw new Error(`${level} while joining: ${log.message}`);
    },
  });
  const { output } = await bundle.generate({
    format: "es",
    minify: { compress: { target: "es2022" }, mangle: true, codegen: { removeWhitespace: true } },
    comments: false,
    sourcemap: true,
    entryFileNames: "[name].js",
    // The name of esbuild's chunk without its hash, so that only content counts. By the dot servers know that a name
    // means one content for ever.
    chunkFileNames: ({ name }) =>
      fixed.includes(`${name}.js`) ? "[name].js" : `lianmai-${name.replace(/-[A-Z0-9]{8}$/, "")}.[hash].js`,
  });
  await bundle.close();
  return output.filter(({ type }) => type === "chunk");
}

function isHelpers(code) {
  return code.startsWith("var __") && !code.includes("import ") && code.length < 5_000;
}
