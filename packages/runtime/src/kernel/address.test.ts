import { describe, expect, it } from "vitest";
import { parseAddress, resolvePath } from "./address.js";
import { RouteError } from "./route-error.js";

describe("parseAddress", () => {
  it("keeps query values undecoded", () => {
    expect(parseAddress("/pages/room/room?token=a%2Bb%3D&roomId=%E4%BD%A0", "pages/home/home")).toEqual({
      path: "pages/room/room",
      query: { token: "a%2Bb%3D", roomId: "%E4%BD%A0" },
    });
  });

  it("splits at the first question and equals mark, and takes names without a value", () => {
    expect(parseAddress("/p?a=b=c&d&&e=?", "").query).toEqual({ a: "b=c", d: "", e: "?" });
  });

  it("resolves relative to the page that calls", () => {
    expect(parseAddress("../room/room?x=1", "pages/home/home").path).toBe("pages/room/room");
    expect(parseAddress("detail", "pages/home/home").path).toBe("pages/home/detail");
  });

  it.each([undefined, null, "", 7, "?a=1", "/"])("refuses %j", (url) => {
    expect(() => parseAddress(url, "")).toThrow(RouteError);
  });
});

describe("resolvePath", () => {
  it("never leaves the project", () => {
    expect(resolvePath("../../../../etc/x", "pages/a/a")).toBe("etc/x");
  });
});
