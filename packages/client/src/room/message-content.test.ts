import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { decodeMessage, encodeMessage } from "./message-content.js";

describe("the content of a message", () => {
  it("comes out as it went in, text and bytes", () => {
    const arrive = (content: { binary: boolean; message: string }) =>
      decodeMessage({ from: "bob", private: true, ...content }).message;
    fc.assert(
      fc.property(fc.string({ unit: "binary" }), fc.uint8Array({ maxLength: 20_000 }), (text, bytes) => {
        expect(arrive(encodeMessage(text))).toBe(text);
        expect(arrive(encodeMessage(bytes))).toEqual(new Uint8Array(bytes));
        expect(arrive(encodeMessage(bytes.slice().buffer))).toEqual(new Uint8Array(bytes));
      }),
      { numRuns: 50 },
    );
  });

  it("of a view is the view alone", () => {
    const view = new Uint8Array([1, 2, 3, 4]).subarray(1, 3);
    expect(encodeMessage(view)).toEqual({ binary: true, message: btoa("\u0002\u0003") });
  });

  it("is refused beyond 64 KB, with its size", () => {
    expect(() => encodeMessage("x".repeat(65_536))).not.toThrow();
    const refusal = expect.objectContaining({ reason: "bad_message", message: expect.stringContaining("65537 bytes") });
    expect(() => encodeMessage("x".repeat(65_537))).toThrow(refusal);
    expect(() => encodeMessage(new ArrayBuffer(65_537))).toThrow(refusal);
  });

  it.each([[undefined], [null], [7], [{}], [[1, 2]]])("is refused when it is neither text nor bytes (%o)", (value) => {
    expect(() => encodeMessage(value as never)).toThrow("a message must be a string, an ArrayBuffer or a view of one");
  });
});
