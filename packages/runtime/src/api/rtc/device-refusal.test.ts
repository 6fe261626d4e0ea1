import { RtcError } from "@lianmai/client";
import { describe, expect, it } from "vitest";
import { explainRefusal } from "./device-refusal.js";

const denied = (message: string) => RtcError.permissionDenied("camera", new DOMException(message, "NotAllowedError"));

describe("a refused device", () => {
  it("is undeclared where the page around does not pass the right on", () => {
    const error = explainRefusal("camera", denied("Permission denied"), () => false);
    expect(error).toMatchObject({ reason: "scope_undeclared", message: expect.stringContaining('add "camera"') });
  });

  it("is a matter of the system's privacy settings where the browser says so", () => {
    const error = explainRefusal("microphone", denied("Permission denied by system"), () => true);
    expect(error).toMatchObject({ reason: "privacy_denied", message: expect.stringContaining("microphone") });
  });

  it("stays what it is where the user said no, and where it is another error", () => {
    for (const error of [denied("Permission denied"), RtcError.deviceNotFound("camera"), new Error("odd"), "odd"]) {
      expect(explainRefusal("camera", error, () => true)).toBe(error);
    }
  });
});
