import { tmpdir } from "node:os";
import { describe, expect, it } from "vitest";
import { certificateFiles, defaultHost, folder, host, hostName, id, pairs, port, wholeNumber } from "./parse.js";

describe("options", () => {
  it("takes whole numbers within bounds only", () => {
    expect(port("7880")).toBe(7880);
    for (const wrong of ["", "80a", "-1", "1.5", "65536", "0x50"]) expect(() => port(wrong)).toThrow(/65535/);
    expect(() => wholeNumber(1, 12)("0")).toThrow(/1.*12/);
  });

  it("takes addresses only", () => {
    expect(host("127.0.0.1")).toBe("127.0.0.1");
    expect(host("::")).toBe("::");
    expect(() => host("http://x")).toThrow(/127\.0\.0\.1/);
  });

  it("takes the ids that the service takes", () => {
    expect(id("room.1@x_y-z")).toBe("room.1@x_y-z");
    for (const wrong of ["", "a b", "房间", "x".repeat(129)]) expect(() => id(wrong)).toThrow(/128/);
  });

  it("collects pairs, with everything behind the first = as the value", () => {
    const parse = pairs("https://a=http://b");
    const one = parse("https://a.example=http://127.0.0.1:1/?x=1", undefined);
    expect(parse("https://b.example=http://127.0.0.1:2", one)).toEqual({
      "https://a.example": "http://127.0.0.1:1/?x=1",
      "https://b.example": "http://127.0.0.1:2",
    });
    for (const wrong of ["https://a", "=http://b", "https://a="]) {
      expect(() => parse(wrong, undefined)).toThrow("https://a=http://b");
    }
  });

  it("names the folder that does not exist", () => {
    expect(folder(".", tmpdir())).toBe(tmpdir());
    expect(() => folder("no-such-folder", tmpdir())).toThrow(/no-such-folder/);
  });

  it("takes host names without scheme and port, and the two files of a certificate only together", () => {
    expect(hostName("My-Mac.local")).toBe("my-mac.local");
    for (const wrong of ["https://a.test", "a.test:443", "-a", "a..b"]) expect(() => hostName(wrong)).toThrow(/my-mac/);
    expect(certificateFiles({ cert: "a.pem", key: "/b.pem" }, "/x")).toEqual({
      tls: { cert: "/x/a.pem", key: "/b.pem" },
    });
    expect(certificateFiles({}, "/x")).toEqual({});
    expect(() => certificateFiles({ cert: "a.pem" }, "/x")).toThrow(/--key/);
  });

  it("says which variable holds a wrong address", () => {
    expect(defaultHost({})).toBe("0.0.0.0");
    expect(defaultHost({ LIANMAI_HOST: "127.0.0.1" })).toBe("127.0.0.1");
    expect(() => defaultHost({ LIANMAI_HOST: "nowhere" })).toThrow(/LIANMAI_HOST=nowhere/);
  });
});
