import { execFile } from "node:child_process";
import { mkdtemp, readdir, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { gzipSync } from "node:zlib";
import { afterAll, beforeAll, expect, it } from "vitest";

// What a phone must load before the first page of any mini-program. The bounds hold today; docs/runtime.md has the
// aim. Who makes it smaller lowers the bound.
const FIRST_PAGE_BOUND = 55_000;
const RTC_BOUND = 74_000;

let folder: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), "lianmai-size-"));
  await promisify(execFile)(process.execPath, [fileURLToPath(new URL("../../build.mjs", import.meta.url)), folder]);
}, 60_000);

afterAll(() => rm(folder, { recursive: true, force: true }));

/** A script and those that it imports statically, to the end. */
async function withImports(name: string, found = new Set<string>()): Promise<Set<string>> {
  if (found.has(name)) return found;
  found.add(name);
  const source = await readFile(join(folder, name), "utf8");
  for (const [, imported = ""] of source.matchAll(/\b(?:from|import)\s*"\.\/(lianmai-[\w.-]+\.js)"/g)) {
    await withImports(imported, found);
  }
  return found;
}

it("loads no more than it may before the first page, and no more for calls", async () => {
  const sizes = JSON.parse(await readFile(join(folder, "sizes.json"), "utf8"));
  expect(sizes.firstPage).toBeLessThan(FIRST_PAGE_BOUND);
  expect(sizes.rtcClient).toBeLessThan(RTC_BOUND);
});

it("counts every script that the first page waits for, and the RTC client is none of them", async () => {
  const { firstPage } = JSON.parse(await readFile(join(folder, "sizes.json"), "utf8"));
  const scripts = await withImports("lianmai-frame.js");
  expect(scripts).not.toContain("lianmai-rtc.js");
  let sum = 0;
  for (const name of [...scripts, "lianmai-frame.css"]) sum += gzipSync(await readFile(join(folder, name))).length;
  expect(firstPage).toBe(sum);
});

it("asks for every script of the first page at once, and for the RTC client only by the hand of the program", async () => {
  const page = await readFile(join(folder, "frame.html"), "utf8");
  const [, late = ""] = /<template id="lianmai-rtc">(.*?)<\/template>/s.exec(page) ?? [];
  const asked = (html: string) =>
    new Set([...html.matchAll(/(?:src|href)="(lianmai-[\w.-]+\.js)"/g)].map(([, name = ""]) => name));
  const first = await withImports("lianmai-frame.js");
  expect(asked(page.replace(late, ""))).toEqual(first);
  const rtc = await withImports("lianmai-rtc.js");
  for (const name of first) rtc.delete(name);
  expect(asked(late)).toEqual(rtc);
  for (const name of [...first, ...rtc]) expect(await readdir(folder)).toContain(name);
});
