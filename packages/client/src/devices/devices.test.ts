import { afterEach, describe, expect, it, vi } from "vitest";
import { deviceError } from "./device-error.js";
import { openCamera, openMicrophone } from "./devices.js";

afterEach(() => vi.unstubAllGlobals());

describe("deviceError", () => {
  it.each([
    ["NotAllowedError", "permission_denied"],
    ["NotFoundError", "device_not_found"],
    ["OverconstrainedError", "device_not_found"],
    ["NotReadableError", "device_in_use"],
  ])("%s is %s, with the browser's error as its cause", (name, reason) => {
    const cause = new DOMException("no", name);
    expect(deviceError("camera", cause)).toMatchObject({ name: "RtcError", reason, cause });
    expect(deviceError("camera", cause).message).toContain("camera");
  });

  it("passes what it does not know on", () => {
    expect(deviceError("camera", new TypeError("odd"))).toMatchObject({ reason: "internal", message: "odd" });
  });
});

describe("opening a device", () => {
  function stubDevices() {
    const asked: MediaStreamConstraints[] = [];
    const track = { kind: "any" };
    const stream = { getVideoTracks: () => [track], getAudioTracks: () => [track] };
    const getUserMedia = async (constraints: MediaStreamConstraints) => {
      asked.push(constraints);
      return stream;
    };
    vi.stubGlobal("navigator", { mediaDevices: { getUserMedia } });
    return asked;
  }

  it("asks for the front camera in 640 x 480 at 15", async () => {
    const asked = stubDevices();
    await openCamera();
    await openCamera({ facing: "back", width: 1280, height: 720, frameRate: 30 });
    await openCamera({ deviceId: "usb", facing: "back" });
    const size = { width: { ideal: 640 }, height: { ideal: 480 }, frameRate: { ideal: 15 } };
    expect(asked).toEqual([
      { video: { facingMode: { ideal: "user" }, ...size } },
      {
        video: {
          facingMode: { ideal: "environment" },
          width: { ideal: 1280 },
          height: { ideal: 720 },
          frameRate: { ideal: 30 },
        },
      },
      { video: { deviceId: { exact: "usb" }, ...size } },
    ]);
  });

  it("cleans the sound of the microphone unless told not to", async () => {
    const asked = stubDevices();
    await openMicrophone({ noiseSuppression: false });
    expect(asked).toEqual([{ audio: { echoCancellation: true, noiseSuppression: false, autoGainControl: true } }]);
  });

  it("says how to get devices in a page that is not secure", async () => {
    vi.stubGlobal("navigator", {});
    vi.stubGlobal("isSecureContext", false);
    await expect(openCamera()).rejects.toMatchObject({
      reason: "insecure_context",
      message: expect.stringMatching(/https.*localhost/),
    });
  });
});
