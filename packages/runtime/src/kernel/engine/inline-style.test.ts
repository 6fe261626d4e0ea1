import { describe, expect, it } from "vitest";
import { translateStyle } from "./inline-style.js";

const keep = (url: string) => url;

describe("translateStyle", () => {
  it("turns rpx into vw and leaves other units", () => {
    expect(translateStyle("width:750rpx;margin:-7.5rpx .75rpx 3px;top:10vh", keep)).toBe(
      "width:100vw;margin:-1vw 0.1vw 3px;top:10vh",
    );
  });

  it("leaves what only looks like rpx", () => {
    expect(translateStyle("width:3prpx", keep)).toBe("width:3prpx");
  });

  it("resolves project paths, quoted or not", () => {
    const resolve = (url: string) => `/app${url}`;
    expect(translateStyle("background:url('/a.png'), url(/b.png)", resolve)).toBe(
      'background:url("/app/a.png"), url("/app/b.png")',
    );
  });
});
