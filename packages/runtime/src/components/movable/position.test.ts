import { expect, it } from "vitest";
import { Position } from "./position.js";

it("stays inside its room and tells when it moved", () => {
  const position = new Position();
  const room = { width: 100, height: 50 };
  expect(position.move(30, 80, room)).toBe(true);
  expect([position.x, position.y]).toEqual([30, 50]);
  expect(position.move(30, 90, room)).toBe(false);
  expect(position.move(-5, -5, room)).toBe(true);
  expect([position.x, position.y]).toEqual([0, 0]);
});

it("lets a thing that is larger than its room be moved over all of it", () => {
  const position = new Position();
  position.move(-30, 10, { width: -20, height: -40 });
  expect([position.x, position.y]).toEqual([-20, 0]);
});
