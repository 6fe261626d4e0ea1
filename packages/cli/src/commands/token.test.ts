import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { withApps } from "@lianmai/server";
import { AccessToken } from "@lianmai/server-sdk";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { addAppKey, apps, retireAppKey } from "./apps.js";
import { makeToken } from "./token.js";

let dataDir: string;
beforeEach(async () => {
  dataDir = await mkdtemp(join(tmpdir(), "lianmai-cli-"));
});
afterEach(() => rm(dataDir, { recursive: true, force: true }));

describe("app", () => {
  it("makes an app on the first call and shows the same one from then on", async () => {
    const first = await apps({ dataDir, json: false });
    expect(first).toMatch(
      /^AppId {3}[0-9a-f]{24}\nAppKey {2}[0-9a-f]{32}\n\nAccessKeyId {2}AKLM[0-9a-f]{24}\nSecretKey {4}\S{44}$/,
    );
    expect(await apps({ dataDir, json: false })).toBe(first);
    const [app] = JSON.parse(await apps({ dataDir, json: true })) as {
      appId: string;
      accessKeys: { accessKeyId: string; role: string }[];
    }[];
    expect(first).toContain(app?.appId);
    expect(app?.accessKeys).toMatchObject([{ accessKeyId: expect.stringMatching(/^AKLM/), role: "full" }]);
  });
});

describe("changing the key of an app", () => {
  it("shows the second key once, and makes it the AppKey when the old one is retired", async () => {
    const [{ appId = "", appKey = "" } = {}] = await withApps(dataDir, (store) => store.list());
    const shown = await addAppKey({ dataDir, json: false });
    const [, second = ""] = /^SecondaryAppKey {2}([0-9a-f]{32})$/m.exec(shown) ?? [];
    expect(second).not.toBe("");
    expect(shown).toContain("--retire-key primary");
    const listed = await apps({ dataDir, json: false });
    expect(listed).toContain(appKey);
    expect(listed).toContain("secondary");
    expect(listed + (await apps({ dataDir, json: true }))).not.toContain(second);
    expect(JSON.parse(await retireAppKey({ dataDir, app: appId, key: "primary", json: true }))).toEqual({
      appId,
      retired: "primary",
    });
    expect(JSON.parse(await apps({ dataDir, app: appId, json: true }))).toMatchObject([
      { appId, appKey: second, hasSecondaryKey: false },
    ]);
    expect(AccessToken.parse(await makeToken({ dataDir, room: "r", user: "u", expire: 1 })).verify(second)).toBe(true);
  });

  it("refuses a third key, to be left without one, and an app that is not there", async () => {
    await expect(retireAppKey({ dataDir, key: "primary", json: false })).rejects.toThrow(/one key only|只有一个密钥/);
    const { secondaryAppKey } = JSON.parse(await addAppKey({ dataDir, json: true })) as { secondaryAppKey: string };
    await expect(addAppKey({ dataDir, json: false })).rejects.toThrow(/has two keys|已有两个密钥/);
    await retireAppKey({ dataDir, key: "secondary", json: false });
    expect(await apps({ dataDir, json: true })).not.toContain(secondaryAppKey);
    const app = "0".repeat(24);
    await expect(addAppKey({ dataDir, app, json: false })).rejects.toThrow(app);
    await expect(apps({ dataDir, app, json: false })).rejects.toThrow(app);
  });
});

describe("token", () => {
  it("is one that the app's key signed, for this room and user, until then", async () => {
    const text = await makeToken({ dataDir, room: "room-1", user: "alice", expire: 600 });
    const [app] = await withApps(dataDir, (store) => store.list());
    const token = AccessToken.parse(text);
    expect(token.appId).toBe(app?.appId);
    expect(token.verify(app?.appKey ?? "")).toBe(true);
    expect([token.roomId, token.userId, token.expireAt - token.issuedAt]).toEqual(["room-1", "alice", 600]);
    expect([...token.privileges.keys()]).toEqual([0, 1, 2, 3, 4]);
  });

  it("never expires with 0", async () => {
    const text = await makeToken({ dataDir, room: "r", user: "u", expire: 0 });
    expect(AccessToken.parse(text).expireAt).toBe(0);
  });

  it("names an app that does not exist", async () => {
    const app = "0".repeat(24);
    await expect(makeToken({ dataDir, room: "r", user: "u", expire: 1, app })).rejects.toThrow(app);
  });
});
