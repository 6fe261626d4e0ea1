import { describe, expect, it } from "vitest";
import { ask, JOIN, member, ScriptedTrack, Stage, settle } from "./rtc.fixture.js";
import { tileBoardOf } from "./tile-board-of.js";
import type { Tile, TileMode, TilePicture } from "./tiles.js";

function tile(mode: TileMode, userId = "") {
  const shown: (string | undefined)[] = [];
  const pictures: TilePicture[] = [];
  const bound: Tile = {
    request: { mode, userId },
    refuse: () => undefined,
    floatPicture: async () => undefined,
    show: (picture) => {
      pictures.push(picture);
      shown.push(picture.track?.label);
    },
  };
  return { tile: bound, shown, pictures };
}

const remote = (label: string) => new ScriptedTrack(label) as unknown as MediaStreamTrack;

describe("tiles", () => {
  it("of mode camera show the own preview, mirrored from the front only, before and after the call", async () => {
    const stage = new Stage();
    const context = stage.context();
    const own = tile("camera");
    tileBoardOf(stage.environment).bind(own.tile);
    await ask(context.changeVideoCapture, { state: 1 });
    await ask(context.joinRtcRoom, JOIN);
    await ask(context.exitRtcRoom);
    await ask(context.switchCamera, { camera: "back" });
    expect(own.pictures.at(0)).toMatchObject({ mirrored: true });
    expect(own.pictures.at(-1)).toMatchObject({ mirrored: false });
    expect(own.shown.at(-1)).toBe("camera back");
    await ask(context.changeVideoCapture, { state: 0 });
    expect(own.shown.at(-1)).toBeUndefined();
  });

  it("may be bound before the context exists, and several may show the same", async () => {
    const stage = new Stage();
    const board = tileBoardOf(stage.environment);
    const [a, b] = [tile("camera"), tile("camera", "alice")];
    board.bind(a.tile);
    const context = stage.context();
    await ask(context.changeVideoCapture, { state: 1 });
    board.bind(b.tile);
    expect([a.shown.at(-1), b.shown.at(-1)]).toEqual(["camera front", "camera front"]);
  });

  it("of mode video and screen show what arrives of the user, as it comes and goes", async () => {
    const stage = new Stage();
    const context = stage.context();
    const [video, screen] = [tile("video", "bob"), tile("screen", "bob")];
    const board = tileBoardOf(stage.environment);
    board.bind(video.tile);
    board.bind(screen.tile);
    await ask(context.joinRtcRoom, JOIN);
    stage.room.tracks.set("bob camera", remote("bob's camera"));
    stage.room.tracks.set("bob screen", remote("bob's screen"));
    stage.room.setOthers(member("bob", "camera", "screen"));
    expect([video.shown.at(-1), screen.shown.at(-1)]).toEqual(["bob's camera", "bob's screen"]);
    stage.room.tracks.delete("bob camera");
    stage.room.setOthers(member("bob", "screen"));
    expect([video.shown.at(-1), screen.shown.at(-1)]).toEqual([undefined, "bob's screen"]);
    await ask(context.exitRtcRoom);
    expect(screen.shown.at(-1)).toBeUndefined();
  });

  it("of mode video with the own id show the own camera", async () => {
    const stage = new Stage();
    const context = stage.context();
    const own = tile("video", "alice");
    tileBoardOf(stage.environment).bind(own.tile);
    await ask(context.changeVideoCapture, { state: 1 });
    await ask(context.joinRtcRoom, JOIN);
    expect(own.shown.at(-1)).toBe("camera front");
  });

  it("follow a change of user and mode, and are left alone when nothing changes", async () => {
    const stage = new Stage();
    const context = stage.context();
    const board = tileBoardOf(stage.environment);
    const one = tile("video", "bob");
    board.bind(one.tile);
    await ask(context.joinRtcRoom, JOIN);
    stage.room.tracks.set("bob camera", remote("bob"));
    stage.room.tracks.set("carl camera", remote("carl"));
    stage.room.setOthers(member("bob", "camera"), member("carl", "camera"));
    stage.room.setOthers(member("bob", "camera"), member("carl", "camera"), member("dora"));
    one.tile.request = { mode: "video", userId: "carl" };
    board.update(one.tile);
    expect(one.shown).toEqual(["bob", "carl"]);
    board.unbind(one.tile);
    stage.room.tracks.clear();
    stage.room.setOthers();
    expect(one.shown).toEqual(["bob", "carl"]);
  });

  it("with device-position back turn the camera", async () => {
    const stage = new Stage();
    const context = stage.context();
    tileBoardOf(stage.environment).requestFacing("back");
    await ask(context.changeVideoCapture, { state: 1 });
    await settle();
    expect(stage.devices.cameras.at(-1)?.options.facing).toBe("back");
  });
});
