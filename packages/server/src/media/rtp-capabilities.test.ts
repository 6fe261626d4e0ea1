import { expect, test } from "vitest";
import { withRouterIds } from "./rtp-capabilities.js";

const extension = (kind: string, uri: string, preferredId: number) => ({ kind, uri, preferredId });

test("puts the router's ids of header extensions in the place of the client's", () => {
  const router = {
    codecs: ["of the router"],
    headerExtensions: [extension("audio", "level", 10), extension("audio", "twcc", 5), extension("video", "twcc", 6)],
  };
  const client = {
    codecs: ["of the client"],
    headerExtensions: [extension("video", "twcc", 3), extension("audio", "level", 1), extension("audio", "odd", 9)],
  };
  expect(withRouterIds(client, router)).toEqual({
    codecs: ["of the client"],
    headerExtensions: [extension("video", "twcc", 6), extension("audio", "level", 10)],
  });
});

test("takes a client without header extensions as it is", () => {
  expect(withRouterIds({ codecs: [] }, { headerExtensions: [extension("audio", "level", 10)] })).toEqual({
    codecs: [],
    headerExtensions: [],
  });
});
