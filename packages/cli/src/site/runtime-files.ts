import { readdir, readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { CommandError } from "../errors.js";
import { say } from "../terminal/language.js";

/** The browser files of the runtime, as the packages bring them along. */
export interface RuntimeFiles {
  /** The page that runs a mini-program; its links are relative to the files. */
  framePage: string;
  /** The page of a published mini-program, with places to fill in: `%NAME%`, `%RUNTIME%`, `%SETTINGS%`. */
  page: string;
  serviceWorker: Buffer;
  /** What both pages load, by name. */
  files: Map<string, Buffer>;
}

/** Not part of what a page loads. */
const PAGE_FILES = new Set(["published.html", "service-worker.js", "tt.json"]);

/**
 * Reads them.
 *
 * @throws CommandError where a checkout was not built
 */
export async function readRuntimeFiles(): Promise<RuntimeFiles> {
  const { frame, published } = folders();
  try {
    const files = new Map<string, Buffer>();
    for (const name of (await readdir(frame)).filter((name) => /^lianmai-(?!phone\.).*\.(js|css|wasm)$/.test(name))) {
      files.set(name, await readFile(join(frame, name)));
    }
    for (const name of (await readdir(published)).filter((name) => !PAGE_FILES.has(name))) {
      files.set(name, await readFile(join(published, name)));
    }
    return {
      framePage: await readFile(join(frame, "frame.html"), "utf8"),
      page: await readFile(join(published, "published.html"), "utf8"),
      serviceWorker: await readFile(join(published, "service-worker.js")),
      files,
    };
  } catch (cause) {
    throw new CommandError(
      "not-built",
      say(
        "运行时还没有构建，请在 Lianmai 的源码目录执行 npm run build。",
        'The runtime was not built: run "npm run build" in the checkout of Lianmai once.',
      ),
      { cause },
    );
  }
}

/** How `tt` answers for one of its members. */
export interface ApiSupport {
  name: string;
  support: "real" | "simulated" | "refused";
  note?: { zh: string; en: string };
}

/** What `tt` offers, as `tt.canIUse` says it. */
export async function readApiSupport(): Promise<Map<string, ApiSupport>> {
  const list = JSON.parse(await readFile(join(folders().published, "tt.json"), "utf8")) as ApiSupport[];
  return new Map(list.map((one) => [one.name, one]));
}

function folders() {
  const runtime = dirname(createRequire(import.meta.url).resolve("@lianmai/runtime/package.json"));
  return { frame: join(runtime, "dist/web"), published: join(runtime, "dist/program-page") };
}
