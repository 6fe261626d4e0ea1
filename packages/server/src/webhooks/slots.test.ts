import { expect, test } from "vitest";
import { Slots } from "./slots.js";

test("bounds each key and all together, and lets nobody wait behind a full key", async () => {
  const slots = new Slots(2, 3);
  const entered: string[] = [];
  const enter = (key: string, name: string) => void slots.acquire(key).then(() => entered.push(name));
  enter("a", "a1");
  enter("a", "a2");
  enter("a", "a3");
  enter("b", "b1");
  enter("b", "b2");
  await Promise.resolve();
  expect(entered).toEqual(["a1", "a2", "b1"]);
  slots.release("b");
  await Promise.resolve();
  expect(entered).toEqual(["a1", "a2", "b1", "b2"]);
  slots.release("a");
  await Promise.resolve();
  expect(entered).toEqual(["a1", "a2", "b1", "b2", "a3"]);
});
