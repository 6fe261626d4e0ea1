import { describe, expect, it } from "vitest";
import { resolveAsset } from "./assets.js";

const frame = "http://127.0.0.1:1/app/frame.html?x=1";

describe("resolveAsset", () => {
  it("counts absolute paths from the project and relative ones from the page", () => {
    expect(resolveAsset("/image/x.png", "pages/a/a", frame)).toBe("http://127.0.0.1:1/app/image/x.png");
    expect(resolveAsset("../../image/x.png", "pages/a/a", frame)).toBe("http://127.0.0.1:1/app/image/x.png");
    expect(resolveAsset("x.png?v=1#a", "pages/a/a", frame)).toBe("http://127.0.0.1:1/app/pages/a/x.png?v=1#a");
  });

  it("encodes names once", () => {
    expect(resolveAsset("/图 片.png", "", frame)).toBe("http://127.0.0.1:1/app/%E5%9B%BE%20%E7%89%87.png");
    expect(resolveAsset("/%E5%9B%BE.png", "", frame)).toBe("http://127.0.0.1:1/app/%E5%9B%BE.png");
  });

  it.each(["https://a/b.png", "data:image/png;base64,AA", "blob:x", "//cdn/x.png", ""])("leaves %s alone", (url) => {
    expect(resolveAsset(url, "pages/a/a", frame)).toBe(url);
  });
});
