import { expect, it } from "vitest";
import { NetworkWatch } from "./network-watch.js";

class Page {
  readonly window = new EventTarget();
  readonly document = Object.assign(new EventTarget(), { visibilityState: "hidden" });
  readonly connection = Object.assign(new EventTarget(), { type: "wifi" });
}

function watched() {
  const page = new Page();
  const watch = new NetworkWatch(page);
  const seen: string[] = [];
  for (const event of ["wake", "changed", "closing"] as const) watch.on(event, () => seen.push(event));
  return { page, watch, seen };
}

it("wakes when the network or the viewer is back", () => {
  const { page, seen } = watched();
  page.document.dispatchEvent(new Event("visibilitychange"));
  expect(seen).toEqual([]);
  page.document.visibilityState = "visible";
  page.document.dispatchEvent(new Event("visibilitychange"));
  expect(seen).toEqual(["wake"]);
  page.window.dispatchEvent(new Event("online"));
  expect(seen).toEqual(["wake", "wake", "changed"]);
});

it("tells another network from another estimate of its speed", () => {
  const { page, seen } = watched();
  page.connection.dispatchEvent(new Event("change"));
  expect(seen).toEqual([]);
  page.connection.type = "cellular";
  page.connection.dispatchEvent(new Event("change"));
  expect(seen).toEqual(["wake", "changed"]);
});

it("tells that the page is left, but not when it is kept", () => {
  const { page, seen } = watched();
  page.window.dispatchEvent(Object.assign(new Event("pagehide"), { persisted: true }));
  expect(seen).toEqual([]);
  page.window.dispatchEvent(Object.assign(new Event("pagehide"), { persisted: false }));
  expect(seen).toEqual(["closing"]);
});

it("cuts a wait short", async () => {
  const { page, watch } = watched();
  const waiting = watch.wait(60_000, new AbortController().signal);
  page.window.dispatchEvent(new Event("online"));
  await waiting;
  await watch.wait(60_000, AbortSignal.abort());
});

it("hears nothing once it is closed", () => {
  const { page, watch, seen } = watched();
  watch.close();
  page.window.dispatchEvent(new Event("online"));
  expect(seen).toEqual([]);
});
