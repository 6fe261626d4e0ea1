import { describe, expect, it } from "vitest";
import { Closers } from "./closers.js";

describe("Closers", () => {
  it("ends the last first, each once", async () => {
    const ended: string[] = [];
    const closers = new Closers();
    for (const name of ["store", "port"]) closers.add(() => ended.push(name));
    await Promise.all([closers.close(), closers.close()]);
    expect(ended).toEqual(["port", "store"]);
  });

  it("ends the others when one fails, and says so", async () => {
    const ended: string[] = [];
    const closers = new Closers();
    closers.add(() => ended.push("store"));
    closers.add(() => {
      throw new Error("stuck");
    });
    await expect(closers.close()).rejects.toThrow(AggregateError);
    expect(ended).toEqual(["store"]);
  });
});
