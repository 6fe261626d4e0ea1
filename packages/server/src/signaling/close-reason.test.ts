import fc from "fast-check";
import { expect, test } from "vitest";
import { closeReason } from "./close-reason.js";

test("keeps what fits", () => {
  expect(closeReason("x".repeat(123))).toBe("x".repeat(123));
  expect(closeReason("中".repeat(41))).toBe("中".repeat(41));
});

test("cuts between characters", () => {
  expect(closeReason("中".repeat(42))).toBe(`${"中".repeat(40)}…`);
  expect(closeReason("😀".repeat(42))).toBe(`${"😀".repeat(30)}…`);
});

test("never says more than a close frame holds, and only the beginning of the text", () => {
  fc.assert(
    fc.property(fc.string({ unit: "binary", maxLength: 300 }), (text) => {
      const cut = closeReason(text);
      expect(Buffer.byteLength(cut)).toBeLessThanOrEqual(123);
      expect(cut === text || (cut.endsWith("…") && text.startsWith(cut.slice(0, -1)))).toBe(true);
    }),
  );
});
