import { execFileSync } from "node:child_process";
import { cp, mkdir, mkdtemp, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { IMMUTABLE_PROGRAM_FILE } from "@lianmai/protocol";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { buildSite } from "./build-site.js";
import type { Site } from "./site.js";
import { writeSite } from "./write-site.js";

let folder: string;
let project: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "lianmai-site-"));
  project = join(folder, "project");
  await mkdir(join(project, "pages/a"), { recursive: true });
  const files: Record<string, string> = {
    "project.config.json": '{ "appid": "tt0123", "projectname": "a <b> & c" }',
    "app.json": '{ "pages": ["pages/a/a"] }',
    "app.js": "App({});",
    "pages/a/a.js": 'Page({ onLoad() { tt.request({ url: "https://api.example.com/token" }); } });',
    "pages/a/a.ttml": '<image src="/one.png" />',
    "one.png": "picture",
    ".env": "SECRET=1",
  };
  for (const [path, content] of Object.entries(files)) await writeFile(join(project, path), content);
});
afterEach(() => rm(folder, { recursive: true, force: true }));

async function build(options: { server?: string; proxy?: boolean } = {}): Promise<Site> {
  const { site, diagnostics } = await buildSite({ project, ...options });
  if (site === undefined) throw new Error(JSON.stringify(diagnostics));
  return site;
}

const settingsOf = (site: Site) =>
  JSON.parse(/json">(.*?)<\/script>/.exec(String(site.files.get("index.html")))?.[1] ?? "");

describe("a built program", () => {
  it("has the page beside what never changes", async () => {
    const { files } = await build();
    const plain = [...files.keys()].filter((path) => !IMMUTABLE_PROGRAM_FILE.test(path));
    expect(plain.sort()).toEqual(["index.html", "manifest.webmanifest", "sw.js"]);
    expect([...files.keys()].some((path) => /^v\/[0-9a-f]{16}\/one\.png$/.test(path))).toBe(true);
  });

  it("refers to nothing that is not there", async () => {
    const { files } = await build();
    const frame = [...files.keys()].find((path) => path.endsWith("/frame.html")) ?? "";
    for (const [page, html] of [
      ["index.html", String(files.get("index.html"))],
      [frame, String(files.get(frame))],
    ] as const) {
      for (const [, link = ""] of html.matchAll(/\b(?:src|href)="([^"]+)"/g)) {
        const path = new URL(link, `https://host/below/${page}`).pathname.replace("/below/", "");
        expect(files.has(path), `${page} refers to ${link}`).toBe(true);
      }
    }
    const manifest = JSON.parse(String(files.get("manifest.webmanifest")));
    for (const { src } of manifest.icons) expect(files.has(src)).toBe(true);
  });

  it("holds nothing but program, assets and runtime, and no source map", async () => {
    const { files } = await build();
    const all = [...files].map(([path, content]) => path + content.toString("latin1")).join("\n");
    expect(all).not.toContain("SECRET");
    expect(all).not.toContain("sourceMappingURL=data:");
    expect([...files.keys()].filter((path) => /\.(map|ttml|ttss|json)$/.test(path))).toEqual([]);
  });

  it("takes a name as a text", async () => {
    const site = await build();
    expect(settingsOf(site).name).toBe("a <b> & c");
    expect(String(site.files.get("index.html"))).toContain("<title>a &#60;b&#62; &#38; c</title>");
  });

  it("is the same when nothing changed, and has other addresses when something did", async () => {
    const first = await build();
    expect((await build()).hash).toBe(first.hash);
    await writeFile(join(project, "one.png"), "other");
    const second = await build();
    expect(settingsOf(second).frame).not.toBe(settingsOf(first).frame);
    // The runtime did not change, so a browser keeps it.
    const runtime = (site: Site) => [...site.files.keys()].filter((path) => path.startsWith("r/"));
    expect(runtime(second)).toEqual(runtime(first));
  });

  it("says where the service is and how requests go", async () => {
    expect(settingsOf(await build())).toMatchObject({ server: "", login: "", proxy: "" });
    const server = "https://rtc.example.com";
    expect(settingsOf(await build({ server }))).toMatchObject({
      server,
      login: "https://rtc.example.com/p/tt0123/login",
      proxy: "https://rtc.example.com/p/tt0123/fetch",
    });
    expect(settingsOf(await build({ server, proxy: false }))).toMatchObject({ server, proxy: "" });
    expect((await build()).origins).toEqual(["https://api.example.com"]);
  });

  it("has the scripts of subpackages beside the main one", async () => {
    await mkdir(join(project, "more"));
    await writeFile(
      join(project, "app.json"),
      '{ "pages": ["pages/a/a"], "subpackages": [{ "root": "more", "pages": ["b"] }] }',
    );
    await writeFile(join(project, "more/b.js"), "Page({});");
    await writeFile(join(project, "more/b.ttml"), "<view/>");
    const { files } = await build();
    const scripts = [...files.keys()]
      .filter((path) => /^v\/.*app\.js$/.test(path))
      .map((path) => path.split("/").at(-1));
    expect(scripts.sort()).toEqual(["1-more.app.js", "app.js"]);
  });

  it("is not made of a broken project", async () => {
    await writeFile(join(project, "pages/a/a.ttml"), "<view>");
    const { site, diagnostics } = await buildSite({ project });
    expect(site).toBeUndefined();
    expect(diagnostics[0]).toMatchObject({ severity: "error", file: "pages/a/a.ttml", line: 1 });
  });
});

describe("writing it", () => {
  it("replaces an earlier build, and keeps what pages in use load", async () => {
    const out = join(folder, "dist");
    const first = await build();
    await writeSite(first, out);
    await writeFile(join(project, "one.png"), "other");
    await writeSite(await build(), out);
    expect(await readdir(join(out, "v"))).toHaveLength(2);
    expect(await readFile(join(out, settingsOf(first).frame), "utf8")).toContain("lianmai-frame.js");
  });

  it("overwrites nobody else's files", async () => {
    const out = join(folder, "mine");
    await cp(project, out, { recursive: true });
    await expect(writeSite(await build(), out)).rejects.toThrow(/holds other files/);
    expect((await readdir(out)).sort()).toEqual((await readdir(project)).sort());
  });

  it.skipIf(process.getuid?.() !== 0 || process.platform !== "linux")(
    "leaves what was there when the disk is full",
    async () => {
      const disk = join(folder, "disk");
      await mkdir(disk);
      execFileSync("mount", ["-t", "tmpfs", "-o", "size=2m", "tmpfs", disk]);
      try {
        const out = join(disk, "dist");
        const small: Site = { ...(await build()), files: new Map([["index.html", Buffer.from("old")]]) };
        await writeSite(small, out);
        const large: Site = { ...small, files: new Map([["index.html", Buffer.alloc(4 * 1024 * 1024)]]) };
        await expect(writeSite(large, out)).rejects.toThrow(/disk is full.*Free some space/);
        expect(await readFile(join(out, "index.html"), "utf8")).toBe("old");
        expect(await readdir(disk)).toEqual(["dist"]);
      } finally {
        execFileSync("umount", ["--lazy", disk]);
      }
    },
  );
});
