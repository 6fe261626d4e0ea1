import { describe, expect, it } from "vitest";
import { along, placed, pointOf, shapes } from "./map-values.js";

describe("points", () => {
  it("are taken from numbers and from text, and only where they are on earth", () => {
    expect(pointOf({ latitude: "39.9", longitude: 116 })).toEqual({ latitude: 39.9, longitude: 116 });
    for (const wrong of [null, 3, {}, { latitude: 91, longitude: 0 }, { latitude: 0, longitude: "east" }])
      expect(pointOf(wrong)).toBeUndefined();
  });

  it("that are none are named by their place in the list", () => {
    const refused: number[] = [];
    const found = placed([{ latitude: 1, longitude: 2, id: 7 }, { id: 8 }], (index) => refused.push(index));
    expect(found.map(({ raw }) => raw.id)).toEqual([7]);
    expect(refused).toEqual([1]);
  });

  it("make a shape when there are two at least", () => {
    const point = { latitude: 1, longitude: 1 };
    expect(shapes([{ points: [point] }, { points: [point, point] }, 3])).toHaveLength(1);
  });
});

describe("a walk along a path", () => {
  const corner = [
    { latitude: 0, longitude: 0 },
    { latitude: 0, longitude: 2 },
    { latitude: 2, longitude: 2 },
  ];

  it("is half way at the corner's length, and turns there", () => {
    expect(along(corner, 0.25).at.longitude).toBeCloseTo(1, 2);
    expect(along(corner, 0.25).bearing).toBeCloseTo(90, 5);
    expect(along(corner, 0.75).bearing).toBeCloseTo(0, 5);
    expect(along(corner, 2).at).toEqual({ latitude: 2, longitude: 2 });
  });

  it("stays where a path has no length", () => {
    expect(along([{ latitude: 5, longitude: 6 }], 0.5)).toEqual({ at: { latitude: 5, longitude: 6 }, bearing: 0 });
  });
});
