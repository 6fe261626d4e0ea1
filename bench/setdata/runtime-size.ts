import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { build } from "esbuild";
import { root } from "../../e2e/harness/root.js";

/** The parts of the runtime that only calls need. */
const RTC = /^@lianmai\/(client|protocol)$|\/(api\/rtc|components\/rtc-room|rtc|rtc-room)\/[^/]*$/;

/** Kilobytes of the frame's script and style sheet, as they go over the wire with gzip. */
export async function runtimeKilobytes({ rtc }: { rtc: boolean }): Promise<number> {
  const runtime = join(root, "packages", "runtime");
  const { outputFiles } = await build({
    entryPoints: [join(runtime, "src", "frame", "main.ts")],
    outdir: runtime,
    write: false,
    bundle: true,
    minify: true,
    format: "iife",
    target: "es2020",
    legalComments: "none",
    conditions: ["lianmai-source"],
    define: { "process.env.NODE_ENV": '"production"' },
    plugins: [
      {
        name: "without-rtc",
        setup({ onResolve }) {
          if (!rtc) onResolve({ filter: RTC }, ({ path }) => ({ path, external: true }));
        },
      },
    ],
    logLevel: "warning",
  });
  return outputFiles.reduce((sum, { contents }) => sum + gzipSync(contents).length, 0) / 1024;
}
