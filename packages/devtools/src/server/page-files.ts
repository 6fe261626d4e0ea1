import { readFile } from "node:fs/promises";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { DevServerError } from "./errors.js";

/** Folders of the two builds that browsers get. */
export interface PageFolders {
  /** The simulator page. */
  simulator: string;
  /** The browser files of the runtime: frame and phone. */
  runtime: string;
}

/** Where the builds lie in an installed package and in the source tree alike. */
export function builtPageFolders(): PageFolders {
  const here = dirname(fileURLToPath(import.meta.url));
  const runtime = dirname(createRequire(import.meta.url).resolve("@lianmai/runtime/package.json"));
  return {
    // `src/server` and `dist/server` are equally deep.
    simulator: join(here, "../../dist/simulator"),
    runtime: join(runtime, "dist/web"),
  };
}

/**
 * Reads an HTML page of a build.
 * @throws {DevServerError} `not-built` where it does not exist.
 */
export async function readPage(file: string): Promise<string> {
  try {
    return await readFile(file, "utf8");
  } catch (cause) {
    throw new DevServerError("not-built", `The page ${file} does not exist. Run "npm run build" once.`, { cause });
  }
}
