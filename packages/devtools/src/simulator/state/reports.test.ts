import { SourcePositions } from "@lianmai/compiler/positions";
import type { HostReport } from "@lianmai/runtime";
import { expect, test, vi } from "vitest";
import { Reports } from "./reports.js";

function shown<T>(log: { shown: { get(): readonly T[] } }): Promise<readonly T[]> {
  return vi.waitFor(() => {
    const entries = log.shown.get();
    if (entries.length === 0) throw new Error("nothing is shown yet");
    return entries;
  });
}

test("a line said again counts up, another phone's does not", async () => {
  const reports = new Reports();
  const line: HostReport = { kind: "console", level: "warn", args: ["a", { b: 1 }], position: "app.js:1:2" };
  reports.take("u1", line, undefined, 1);
  reports.take("u1", line, undefined, 2);
  reports.take("u2", line, undefined, 3);
  expect(await shown(reports.console)).toMatchObject([
    { phone: "u1", level: "warn", text: 'a {"b":1}', position: "app.js:1:2", count: 2, time: 2 },
    { phone: "u2", count: 1 },
  ]);
});

test("an error that nobody caught is a line with its stack", async () => {
  const reports = new Reports();
  reports.take("u1", { kind: "error", message: "broken", stack: "Error: broken\n at a.js:1", position: "a.js:1:1" });
  expect(await shown(reports.console)).toMatchObject([{ level: "error", text: "Error: broken\n at a.js:1" }]);
});

test("a request gets its end, also when two phones count alike", async () => {
  const reports = new Reports();
  for (const phone of ["u1", "u2"]) {
    reports.take(phone, { kind: "request", id: 1, phase: "start", method: "GET", url: "https://a/" });
  }
  reports.take("u2", {
    kind: "request",
    id: 1,
    phase: "end",
    method: "GET",
    url: "https://a/",
    statusCode: 200,
    duration: 5,
  });
  const [first, second] = await shown(reports.network);
  expect(first).not.toHaveProperty("duration");
  expect(second).toMatchObject({ phone: "u2", statusCode: 200, duration: 5 });
});

test("a call gets outcome and reason; an event with an error number has one too", async () => {
  const reports = new Reports();
  reports.take(
    "u1",
    { kind: "rtc", name: "joinRtcRoom", phase: "call", id: 1, detail: { roomId: "r" } },
    undefined,
    10,
  );
  reports.take(
    "u1",
    { kind: "rtc", name: "joinRtcRoom", phase: "fail", id: 1, detail: { errNo: 10401, errMsg: "no" } },
    undefined,
    30,
  );
  reports.take("u1", { kind: "rtc", name: "changeAudioCapture", phase: "call", id: 2 }, undefined, 40);
  reports.take("u1", { kind: "rtc", name: "changeAudioCapture", phase: "success", id: 2 }, undefined, 45);
  reports.take(
    "u1",
    { kind: "rtc", name: "onRtcStateChanged", phase: "event", detail: { errNo: 0, errMsg: "ok" } },
    undefined,
    50,
  );
  reports.take(
    "u1",
    { kind: "rtc", name: "onRtcStateChanged", phase: "event", detail: { errNo: 21105, errMsg: "gone" } },
    undefined,
    60,
  );
  expect(await shown(reports.calls)).toMatchObject([
    { outcome: "fail", time: 10, ended: 30, reason: "10401 no" },
    { outcome: "success", ended: 45 },
    { outcome: "event" },
    { outcome: "event", reason: "21105 gone" },
  ]);
});

test("after a reload a number used again belongs to the new run", async () => {
  const reports = new Reports();
  reports.take("u1", { kind: "rtc", name: "joinRtcRoom", phase: "call", id: 1 });
  reports.end("u1");
  reports.take("u1", { kind: "rtc", name: "exitRtcRoom", phase: "call", id: 1 });
  reports.take("u1", { kind: "rtc", name: "exitRtcRoom", phase: "success", id: 1 });
  expect(await shown(reports.calls)).toMatchObject([{ outcome: "pending" }, { outcome: "success" }]);
});

test("places in the bundle are led back to the sources, and the runtime's own lines left out", async () => {
  // One mapping: the first place of the bundle is the first place of the only source.
  const sourceMap = { version: 3, sources: ["mini-program:///pages/a.js"], names: [], mappings: "AAAA" };
  const positions = Promise.resolve(new SourcePositions(JSON.stringify(sourceMap)));
  const reports = new Reports();
  const stack =
    "Error\n at console.log (http://h/__app/lianmai-frame.js:1:2)\n at ka.onLoad (http://h/__app/app.js:1:1)";
  const error = { name: "Error", message: "broken", stack: `Error: broken\n${stack.split("\n").slice(1).join("\n")}` };
  reports.take("u1", { kind: "console", level: "log", args: ["a", error], stack }, positions);
  const [line] = await vi.waitFor(() => {
    const lines = reports.console.shown.get();
    if (lines[0]?.position === undefined) throw new Error("the place is not known yet");
    return lines;
  });
  expect(line).toMatchObject({ position: "pages/a.js:1:1", text: "a Error: broken\n at ka.onLoad (pages/a.js:1:1)" });
});
