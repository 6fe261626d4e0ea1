import { describe, expect, it } from "vitest";
import type { PermissionState, Scope } from "../host.js";
import { Permissions } from "./permissions.js";
import type { PersistentMap } from "./store.js";

function setUp(mode: "ask" | "granted", answer: () => Promise<boolean>) {
  const entries = new Map<string, string>();
  const store = {
    get: (key: string) => entries.get(key),
    set: (key: string, value: string) => void entries.set(key, value),
    remove: (key: string) => void entries.delete(key),
    entries: () => [...entries],
  } as unknown as PersistentMap<string>;
  const changes: [Scope, PermissionState][] = [];
  const asked: Scope[] = [];
  const prompt = (scope: Scope) => {
    asked.push(scope);
    return answer();
  };
  return {
    permissions: new Permissions(store, mode, prompt, (scope, state) => changes.push([scope, state])),
    changes,
    asked,
  };
}

describe("permissions", () => {
  it("[4.4 remembered] are asked for once, also when two ask together, and a refusal is final", async () => {
    const { permissions, changes, asked } = setUp("ask", async () => false);
    const both = await Promise.all([permissions.request("scope.camera"), permissions.request("scope.camera")]);
    expect(both).toEqual(["denied", "denied"]);
    expect(await permissions.request("scope.camera")).toBe("denied");
    expect(asked).toEqual(["scope.camera"]);
    expect(changes).toEqual([["scope.camera", "denied"]]);
  });

  it("are asked for again when the question was never answered", async () => {
    let answers = 0;
    const { permissions, asked } = setUp("ask", async () => {
      if (answers++ === 0) throw new Error("reloaded");
      return true;
    });
    await expect(permissions.request("scope.record")).rejects.toThrow("reloaded");
    expect(permissions.get("scope.record")).toBe("unasked");
    expect(await permissions.request("scope.record")).toBe("granted");
    expect(asked).toHaveLength(2);
  });

  it("[4.4 scopes] of different scopes are asked for one after the other", async () => {
    const answers: ((allowed: boolean) => void)[] = [];
    const { permissions, asked } = setUp("ask", () => new Promise((resolve) => answers.push(resolve)));
    const both = Promise.all([permissions.request("scope.camera"), permissions.request("scope.record")]);
    await expect.poll(() => asked).toEqual(["scope.camera"]);
    answers[0]?.(true);
    await expect.poll(() => asked).toEqual(["scope.camera", "scope.record"]);
    answers[1]?.(false);
    expect(await both).toEqual(["granted", "denied"]);
  });

  it("that wait behind a question are dropped with it when the mini-program goes away, and later ones are asked", async () => {
    let answers = 0;
    const { permissions, asked } = setUp("ask", async () => {
      if (answers++ === 0) throw new Error("reloaded");
      return true;
    });
    const both = await Promise.allSettled([permissions.request("scope.camera"), permissions.request("scope.record")]);
    expect(both.map(({ status }) => status)).toEqual(["rejected", "rejected"]);
    expect(asked).toEqual(["scope.camera"]);
    expect(await permissions.request("scope.record")).toBe("granted");
  });

  it("change in the settings, each change told once", () => {
    const { permissions, changes } = setUp("ask", async () => true);
    permissions.set("scope.camera", "granted");
    permissions.set("scope.camera", "granted");
    permissions.set("scope.camera", "unasked");
    expect(changes).toEqual([
      ["scope.camera", "granted"],
      ["scope.camera", "unasked"],
    ]);
    expect(permissions.entries()).toEqual([]);
  });

  it("are all granted where nobody is there to ask, except those refused by hand", async () => {
    const { permissions, asked } = setUp("granted", async () => false);
    permissions.set("scope.record", "denied");
    expect(await permissions.request("scope.camera")).toBe("granted");
    expect(await permissions.request("scope.record")).toBe("denied");
    expect(asked).toEqual([]);
  });
});
