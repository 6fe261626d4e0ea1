import { dataPath, type GeneralComponent } from "glass-easel";
import { component } from "glass-easel-miniprogram-adapter";
import { copyData, describeDropped, isPlainData } from "../data.js";
import { NextTask } from "../next-task.js";

/** What user code calls `this`: the adapter's stand-in for a component. */
interface Caller {
  _$: GeneralComponent;
}

export interface DataReports {
  warn(message: string): void;
  guard(run: () => void): void;
  /** A component's data has changed. */
  changed(component: GeneralComponent): void;
}

/**
 * Gives `setData` and `updateData` of pages and components the meaning of the platform: only data reaches the view,
 * while `this.data` keeps what was set, by identity. Called once a frame.
 */
export function installSetData(reports: DataReports): void {
  const { prototype } = component.ComponentCaller as { prototype: object };
  const warned = new Set<string>();
  const nextTask = new NextTask();

  function apply(caller: Caller, data: unknown, write: (clean: Record<string, unknown>) => void): void {
    if (typeof data !== "object" || data === null) {
      reports.warn(`setData of ${caller._$.is} takes an object, not ${String(data)}; nothing was changed`);
      return;
    }
    const { clean, originals } = separate(data as Record<string, unknown>, (path, what) => {
      const key = `${caller._$.is} ${path}`;
      if (warned.has(key)) return;
      warned.add(key);
      reports.warn(`setData of ${caller._$.is}: ${what} is no data and does not reach the view; this.data keeps it`);
    });
    for (const [path, value] of Object.entries(clean)) {
      const size = hugeness(value);
      const key = `huge ${caller._$.is} ${path}`;
      if (size === undefined || warned.has(key)) continue;
      warned.add(key);
      reports.warn(
        `setData of ${caller._$.is}: "${path}" is huge (${size}) and slows the page down; set only what changed, such as "${path}[0].name"`,
      );
    }
    write(clean);
    for (const [path, value] of originals) keepOriginal(caller._$.data as Record<string, unknown>, path, value);
    reports.changed(caller._$);
  }

  Object.assign(prototype, {
    setData(this: Caller, data: unknown, callback?: unknown) {
      apply(this, data, (clean) => this._$.setData(clean));
      // The DOM has the new data already; whole programs hang on this call, so it does not wait for a frame.
      if (typeof callback === "function") nextTask.run(() => reports.guard(() => callback.call(this)));
    },
    updateData(this: Caller, data: unknown) {
      apply(this, data, (clean) => this._$.updateData(clean));
    },
  });
}

/** More than this in one value is no data of a page; the platform's own limit is a megabyte for a whole call. */
const HUGE_TEXT = 1_000_000;
const HUGE_LIST = 20_000;

/** In words how large a value is, where it is huge; looked at from above only, as every call pays for it. */
function hugeness(value: unknown): string | undefined {
  if (typeof value === "string") return value.length > HUGE_TEXT ? `${value.length} characters` : undefined;
  if (!Array.isArray(value)) return undefined;
  return value.length > HUGE_LIST ? `${value.length} items` : undefined;
}

/** What may go to the view, and for every path that had to be cleaned what stood there. */
export function separate(
  data: Record<string, unknown>,
  dropped: (path: string, what: string) => void,
): { clean: Record<string, unknown>; originals: [path: string, value: unknown][] } {
  const clean: Record<string, unknown> = {};
  const originals: [string, unknown][] = [];
  for (const [path, value] of Object.entries(data)) {
    if (isPlainData(value)) {
      clean[path] = value;
      continue;
    }
    const result = copyData(value, path);
    clean[path] = result.copy;
    originals.push([path, value]);
    const what = describeDropped(result.dropped);
    if (what) dropped(path, what);
  }
  return { clean, originals };
}

/** Puts a value back at its path, where the engine has just written its cleaned copy. */
function keepOriginal(data: Record<string, unknown>, path: string, value: unknown): void {
  const steps = dataPath.parseSinglePath(path);
  const last = steps.pop();
  if (last === undefined) return;
  let node: unknown = data;
  for (const step of steps) {
    if (typeof node !== "object" || node === null) return;
    node = (node as Record<string | number, unknown>)[step];
  }
  if (typeof node === "object" && node !== null) (node as Record<string | number, unknown>)[last] = value;
}
