import { describe, expect, it } from "vitest";
import { phoneUser } from "./phone-user.js";

describe("the user of a real phone", () => {
  it("is whom the address names, then the same one again, and somebody new on another phone", () => {
    const memory = new Map<string, string>();
    const storage = {
      getItem: (key: string) => memory.get(key) ?? null,
      setItem: (key: string, value: string) => void memory.set(key, value),
    };
    const named = phoneUser(new URLSearchParams("user=u3&name=Ann"), storage, true);
    expect(named).toMatchObject({ id: "u3", name: "Ann" });
    expect(phoneUser(new URLSearchParams(), storage, true)).toEqual({ ...named, name: "Phone u3" });
    memory.clear();
    const first = phoneUser(new URLSearchParams(), storage, false);
    expect(first.id).toMatch(/^phone-[0-9a-f]{8}$/);
    expect(phoneUser(new URLSearchParams(), storage, false)).toEqual(first);
  });
});
