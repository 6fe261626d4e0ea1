import type { Size } from "@lianmai/protocol";
import { EventEmitter } from "eventemitter3";
import type { Facing } from "./ports.js";
import { largest } from "./tile-demands.js";

export type TileMode = "camera" | "video" | "screen";

/** What a tile wants to show. */
export interface TileRequest {
  mode: TileMode;
  /** "" where none is given. */
  userId: string;
}

/** What there is to show: no track leaves the tile blank. */
export interface TilePicture {
  track: MediaStreamTrack | undefined;
  /** Whether it is the own camera, seen from the front: shown as in a mirror. */
  mirrored: boolean;
}

/** Where pictures come from: each session is one. */
export interface TileSource {
  /** Undefined when this source knows nothing of it, so that another one may. */
  picture(request: TileRequest): TilePicture | undefined;
  /** The camera that a tile asks for with `device-position`. */
  requestFacing(facing: Facing): void;
}

/** A tile, as bound by `<rtc-room>`. */
export interface Tile {
  request: TileRequest;
  /** Physical pixels that it takes up, 0 x 0 while it cannot be seen; undefined while that is not known. */
  place?: Size | undefined;
  /** Called whenever what is to be shown has changed. */
  show(picture: TilePicture): void;
  /** Nothing can be shown, and why. */
  refuse(errNo: number, errMsg: string): void;
  /** Puts the picture into a small window over everything, or back. Rejects with what the browser says. */
  floatPicture(on: boolean): Promise<void>;
}

const BLANK: TilePicture = { track: undefined, mirrored: false };

/**
 * All tiles of the frame and all sources of pictures. Tiles may be bound before there is any source, several tiles
 * may show the same picture, and tiles of two pages may overlap in time.
 */
export class TileBoard {
  /** Emits `changed` when tiles came, went or want something else: the set of tiles says what is being looked at. */
  readonly events = new EventEmitter<{ changed: [] }>();
  readonly #tiles = new Map<Tile, TilePicture>();
  readonly #sources = new Set<TileSource>();

  bind(tile: Tile): void {
    this.#tiles.set(tile, BLANK);
    this.#refresh(tile);
    this.events.emit("changed");
  }

  /** To be called after the tile's `request` was changed. */
  update(tile: Tile): void {
    if (!this.#tiles.has(tile)) return;
    this.#refresh(tile);
    this.events.emit("changed");
  }

  /** To be called after the tile's `place` has changed. */
  moved(): void {
    this.events.emit("changed");
  }

  /** The largest place in which a picture is shown: 0 x 0 when none, undefined when that is not known yet. */
  placeOf({ mode, userId }: TileRequest): Size | undefined {
    const tiles = [...this.#tiles.keys()].filter(({ request }) => request.mode === mode && request.userId === userId);
    return largest(tiles.map(({ place }) => place));
  }

  unbind(tile: Tile): void {
    if (this.#tiles.delete(tile)) this.events.emit("changed");
  }

  requests(): TileRequest[] {
    return [...this.#tiles.keys()].map((tile) => tile.request);
  }

  addSource(source: TileSource): void {
    this.#sources.add(source);
    this.refresh();
  }

  removeSource(source: TileSource): void {
    this.#sources.delete(source);
    this.refresh();
  }

  /** Tells every tile that nothing can be shown. */
  refuse(errNo: number, errMsg: string): void {
    for (const tile of [...this.#tiles.keys()]) tile.refuse(errNo, errMsg);
  }

  /** The first tile bound to this picture that has something to show. */
  find({ mode, userId }: TileRequest): Tile | undefined {
    for (const [tile, { track }] of this.#tiles) {
      if (track && tile.request.mode === mode && tile.request.userId === userId) return tile;
    }
    return undefined;
  }

  requestFacing(facing: Facing): void {
    for (const source of this.#sources) source.requestFacing(facing);
  }

  /** To be called by a source after its pictures changed. Tiles whose picture is the same are left alone. */
  refresh(): void {
    for (const tile of [...this.#tiles.keys()]) this.#refresh(tile);
  }

  #refresh(tile: Tile): void {
    const picture = this.#find(tile.request);
    const shown = this.#tiles.get(tile);
    if (shown && shown.track === picture.track && shown.mirrored === picture.mirrored) return;
    this.#tiles.set(tile, picture);
    tile.show(picture);
  }

  #find(request: TileRequest): TilePicture {
    let found: TilePicture | undefined;
    for (const source of this.#sources) {
      const picture = source.picture(request);
      if (picture?.track) return picture;
      found ??= picture;
    }
    return found ?? BLANK;
  }
}
