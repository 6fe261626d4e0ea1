import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { publishedId, readProject } from "./project.js";

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "lianmai-project-"));
  await writeFile(join(folder, "project.config.json"), '{ "appid": "tt0123", "projectname": "demo" }');
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const settings = (text: string) => writeFile(join(folder, "lianmai.json"), text);

describe("a project", () => {
  it("is known by its configuration, and has settings without a file of them", () => {
    expect(readProject(folder)).toEqual({
      folder,
      appid: "tt0123",
      name: "demo",
      settings: { backEnds: {}, rewrites: {} },
    });
  });

  it("has its settings, with folders from its own", async () => {
    await settings('{ "server": "https://rtc.example.com/", "backEnds": { "https://api.example.com": "./backend" } }');
    expect(readProject(folder).settings).toEqual({
      server: "https://rtc.example.com",
      backEnds: { "https://api.example.com": join(folder, "backend") },
      rewrites: {},
    });
  });

  it.each([
    ["{", /lianmai\.json: /],
    ['{ "backend": {} }', /"backend" is no setting/],
    ['{ "server": "rtc.example.com" }', /"server" must be an address/],
    ['{ "backEnds": { "api.example.com": "./backend" } }', /"backEnds" must look like/],
    ['{ "rewrites": [] }', /"rewrites" must look like/],
  ])("names what is wrong in %s", async (text, sentence) => {
    await settings(text);
    expect(() => readProject(folder)).toThrow(sentence);
  });

  it("is none without a configuration", async () => {
    await rm(join(folder, "project.config.json"));
    expect(() => readProject(folder)).toThrow(/neither project\.config\.json nor app\.json/);
  });

  it("needs an appid to be published", async () => {
    await writeFile(join(folder, "project.config.json"), "{}");
    expect(() => publishedId(readProject(folder))).toThrow(/appid in project\.config\.json is ""/);
  });
});
