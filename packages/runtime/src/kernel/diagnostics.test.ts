import { expect, it, vi } from "vitest";
import type { Host, HostReport } from "../host.js";
import { Diagnostics } from "./diagnostics.js";
import { Emitter } from "./emitter.js";
import type { LifecycleEvents } from "./environment.js";

function rejectWith(reason: unknown) {
  const reports: HostReport[] = [];
  const lifecycle = new Emitter<LifecycleEvents>();
  const heard = vi.fn();
  lifecycle.on("unhandledRejection", heard);
  const host = { report: (report: HostReport) => reports.push(report) } as unknown as Host;
  const window = new EventTarget();
  new Diagnostics(host, lifecycle).listen(window as unknown as Window);
  const event = Object.assign(new Event("unhandledrejection", { cancelable: true }), { reason });
  window.dispatchEvent(event);
  return { reports, heard, isError: !event.defaultPrevented };
}

it("tells of a rejection that nobody handles as an error", () => {
  const { reports, heard, isError } = rejectWith(new TypeError("broken"));
  expect(isError).toBe(true);
  expect(reports).toMatchObject([{ kind: "error", message: "TypeError: broken" }]);
  expect(heard).toHaveBeenCalledOnce();
});

it.each([
  ["the promise form", Object.assign(new Error("x"), { errMsg: "setKeepScreenOn:fail not allowed" })],
  ["what fail got", { errMsg: "setKeepScreenOn:fail not allowed", errNo: 1 }],
])("only warns of a failed call that nobody handles: %s", (_form, reason) => {
  const printed = vi.spyOn(console, "warn").mockReturnValue();
  const { reports, heard, isError } = rejectWith(reason);
  expect(isError).toBe(false);
  expect(reports).toMatchObject([{ kind: "console", level: "warn" }]);
  expect(printed).toHaveBeenCalledWith(expect.stringContaining("setKeepScreenOn:fail not allowed"));
  expect(heard).toHaveBeenCalledOnce();
  printed.mockRestore();
});
