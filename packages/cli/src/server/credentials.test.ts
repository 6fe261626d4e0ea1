import { mkdtemp, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { Credentials, chooseServer } from "./credentials.js";

let folder: string;
let credentials: Credentials;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "lianmai-credentials-"));
  credentials = new Credentials({ LIANMAI_HOME: join(folder, "home") });
});
afterEach(() => rm(folder, { recursive: true, force: true }));

const one = { token: "t", name: "ann@desk", expiresAt: "2030-01-01T00:00:00Z" };

describe("credentials", () => {
  it("are for this user only", async () => {
    credentials.set("https://a.example", one);
    expect((await stat(credentials.file)).mode & 0o777).toBe(0o600);
    expect((await stat(dirname(credentials.file))).mode & 0o777).toBe(0o700);
  });

  it("are kept by server until they are removed", () => {
    credentials.set("https://a.example", one);
    credentials.set("https://b.example", { ...one, token: "u" });
    expect(credentials.get("https://a.example")).toEqual(one);
    expect(credentials.remove("https://a.example")).toBe(true);
    expect(credentials.remove("https://a.example")).toBe(false);
    expect(credentials.servers()).toEqual(["https://b.example"]);
  });

  it("say what to do when the file is broken, and nothing of what is in it", async () => {
    credentials.set("https://a.example", one);
    await writeFile(credentials.file, '{"token": hidden}');
    expect(() => credentials.servers()).toThrow(/Remove it and sign in again/);
    expect(() => credentials.servers()).not.toThrow(/hidden/);
  });

  it("take the folder that the original's command knows", () => {
    expect(new Credentials({ TMA_CLI_HOME: "/x" }).file).toBe("/x/credentials.json");
  });
});

describe("the server", () => {
  it("is the one that was named, else the project's, else the only one", () => {
    expect(chooseServer("https://a.example/x", "https://b.example", credentials, {})).toBe("https://a.example");
    expect(chooseServer(undefined, "https://b.example", credentials, {})).toBe("https://b.example");
    expect(chooseServer(undefined, "https://b.example", credentials, { LIANMAI_SERVER: "https://c.example" })).toBe(
      "https://c.example",
    );
    expect(() => chooseServer(undefined, undefined, credentials, {})).toThrow(/No server is named/);
    credentials.set("https://a.example", one);
    expect(chooseServer(undefined, undefined, credentials, {})).toBe("https://a.example");
    credentials.set("https://b.example", one);
    expect(() => chooseServer(undefined, undefined, credentials, {})).toThrow(/choose one by --server/);
  });
});
