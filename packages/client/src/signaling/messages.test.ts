import { describe, expect, it } from "vitest";
import { parseResult, parseServerMessage } from "./messages.js";

describe("parseServerMessage", () => {
  it.each([
    ["binary data", new Uint8Array(3), "binary"],
    ["no JSON", "hello", "not JSON"],
    ["a bare value", "7", "malformed answer"],
    ["an answer without id", '{"result":{}}', "malformed answer"],
    ["an answer with neither result nor error", '{"id":1}', "malformed answer"],
    ["an event whose name is no text", '{"event":7,"data":{}}', "malformed event"],
    ["a known event with wrong data", '{"event":"muted","data":{"userId":"a"}}', '"muted"'],
  ])("refuses %s", (_, text, words) => {
    expect(() => parseServerMessage(text)).toThrow(expect.objectContaining({ reason: "protocol" }));
    expect(() => parseServerMessage(text)).toThrow(words);
  });

  it("knows events that it does not know by their name only", () => {
    expect(parseServerMessage('{"event":"toString","data":1}')).toEqual({ kind: "unknown", name: "toString" });
  });

  it("drops fields that a newer server adds", () => {
    const message = parseServerMessage('{"event":"unsubscribed","data":{"subscriptionId":"s","extra":1},"version":4}');
    expect(message).toEqual({
      kind: "event",
      event: { name: "unsubscribed", data: { subscriptionId: "s" }, version: 4 },
    });
  });
});

it("parseResult names the method and the field", () => {
  expect(() => parseResult("publish", { publicationId: 1 })).toThrow(/"publish".*publicationId/);
});
