import { describe, expect, it } from "vitest";
import { ask, JOIN, member, Stage, settle } from "./rtc.fixture.js";
import { tileBoardOf } from "./tile-board-of.js";
import { largest } from "./tile-demands.js";
import type { Tile, TileMode } from "./tiles.js";

type Place = Tile["place"];

function tile(mode: TileMode, userId: string, place?: Place): Tile {
  return { request: { mode, userId }, place, show() {}, refuse() {}, floatPicture: async () => {} };
}

async function call() {
  const stage = new Stage();
  stage.prepareRoom = (room) => room.setOthers(member("bob", "camera", "screen"), member("carl", "camera"));
  const board = tileBoardOf(stage.environment);
  await ask(stage.context().joinRtcRoom, JOIN);
  await settle();
  return { stage, board, demands: () => Object.fromEntries(stage.room.demands) };
}

describe("what is asked for of a member's picture", () => {
  it("is nothing without a tile, and what the largest of its tiles needs", async () => {
    const { board, demands } = await call();
    expect(demands()).toMatchObject({ "bob camera": "0x0", "bob screen": "0x0", "carl camera": "0x0" });
    const small = tile("video", "bob", { width: 80, height: 60 });
    board.bind(small);
    board.bind(tile("video", "bob", { width: 300, height: 200 }));
    board.bind(tile("screen", "bob", { width: 640, height: 360 }));
    expect(demands()).toMatchObject({ "bob camera": "300x200", "bob screen": "640x360", "carl camera": "0x0" });
    small.place = { width: 600, height: 400 };
    board.moved();
    expect(demands()).toMatchObject({ "bob camera": "600x400" });
    small.place = { width: 0, height: 0 };
    board.moved();
    expect(demands()).toMatchObject({ "bob camera": "300x200" });
  });

  it("follows a tile to another member, and is nothing once it is gone", async () => {
    const { board, demands } = await call();
    const moving = tile("video", "bob", { width: 80, height: 60 });
    board.bind(moving);
    moving.request = { mode: "video", userId: "carl" };
    board.update(moving);
    expect(demands()).toMatchObject({ "bob camera": "0x0", "carl camera": "80x60" });
    board.unbind(moving);
    expect(demands()).toMatchObject({ "carl camera": "0x0" });
  });

  it("holds for members who come later, and is never asked for oneself", async () => {
    const { stage, board, demands } = await call();
    board.bind(tile("video", "dora", { width: 80, height: 60 }));
    board.bind(tile("video", JOIN.userId, { width: 80, height: 60 }));
    stage.room.setOthers(member("dora", "camera"));
    expect(demands()).toMatchObject({ "dora camera": "80x60" });
    expect(Object.keys(demands()).filter((key) => key.startsWith(JOIN.userId))).toEqual([]);
  });

  it("is any size while a tile does not know its own", async () => {
    const { board, demands } = await call();
    board.bind(tile("video", "bob"));
    expect(demands()).toMatchObject({ "bob camera": "any" });
  });
});

describe("the largest of several places", () => {
  it("goes by area, and is unknown as soon as one is", () => {
    expect(largest([])).toEqual({ width: 0, height: 0 });
    expect(
      largest([
        { width: 100, height: 100 },
        { width: 300, height: 50 },
      ]),
    ).toEqual({ width: 300, height: 50 });
    expect(largest([{ width: 1, height: 1 }, undefined])).toBeUndefined();
  });
});
