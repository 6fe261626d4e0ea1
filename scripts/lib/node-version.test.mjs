import { describe, expect, it } from "vitest";
import { checkNodeVersion } from "./node-version.mjs";

describe("checkNodeVersion", () => {
  it.each(["20.19.0", "20.20.2", "22.0.0", "24.1.0"])("takes %s", (version) => {
    expect(() => checkNodeVersion(version)).not.toThrow();
  });

  it.each(["18.20.8", "20.18.3"])("refuses %s and says what to do", (version) => {
    let failure;
    try {
      checkNodeVersion(version);
    } catch (error) {
      failure = error;
    }
    expect(failure?.message).toContain(version);
    expect(failure?.fix).toContain("nvm install 20");
  });
});
