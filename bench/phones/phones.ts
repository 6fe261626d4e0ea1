import { setTimeout as delay } from "node:timers/promises";
import type { ElementHandle, Frame, Page } from "playwright-core";
import { phoneFrames } from "../../e2e/harness/simulator.js";
import { type Received, readReceived, readTiles, type Tile } from "./tiles.js";

/** What was seen over a while. */
export interface Seen {
  /** Tiles in sight. */
  tiles: number;
  moving: number;
  /** Frames a second of each of them. */
  frameRates: number[];
}

/** What others sent over a while. */
export interface Arrived {
  /** Pictures that are out of sight. */
  unseenPictures: number;
  /** Voices that were not silent. */
  voices: number;
}

/** The phones of a simulator's page. */
export class Phones {
  readonly #page: Page;
  readonly #frames: readonly Frame[];
  readonly #elements: readonly ElementHandle<Element>[];

  private constructor(page: Page, frames: readonly Frame[], elements: readonly ElementHandle<Element>[]) {
    this.#page = page;
    this.#frames = frames;
    this.#elements = elements;
  }

  /** @param patience milliseconds that all of them may take to run the mini-program */
  static async open(page: Page, count: number, patience: number): Promise<Phones> {
    const frames = await phoneFrames(page, count, patience);
    const elements = await Promise.all(frames.map((frame) => frame.frameElement() as Promise<ElementHandle<Element>>));
    return new Phones(page, frames, elements);
  }

  async tiles(): Promise<Tile[]> {
    return await this.#page.evaluate(readTiles, this.#elements as ElementHandle<Element>[]);
  }

  /** Whether every phone has a tile with a picture of each. */
  async haveAllTiles(): Promise<boolean> {
    const tiles = await this.tiles();
    return tiles.length === this.#frames.length ** 2 && tiles.every(({ hasTrack }) => hasTrack);
  }

  /** Compares two looks, `apart` milliseconds from each other. */
  async seen(apart: number): Promise<Seen> {
    const [before, from] = [await this.tiles(), performance.now()];
    await delay(apart);
    const [after, to] = [await this.tiles(), performance.now()];
    const frames = after.flatMap((tile, at) => (tile.isSeen ? [tile.frames - (before[at]?.frames ?? 0)] : []));
    return {
      tiles: frames.length,
      moving: frames.filter((count) => count > 0).length,
      frameRates: frames.map((count) => (count / (to - from)) * 1_000),
    };
  }

  /** Compares what came by two moments, `apart` milliseconds from each other. It keeps the phones busy for a while. */
  async arrived(apart: number): Promise<Arrived> {
    const before = await this.#received();
    await delay(apart);
    const after = await this.#received();
    const packets = after.map((received, phone) => grown(before[phone]?.packets, received.packets));
    const unseen = (await this.tiles()).filter(({ isSeen, isOwn }) => !isSeen && !isOwn);
    return {
      unseenPictures: unseen.filter(({ phone, trackId }) => packets[phone]?.has(trackId)).length,
      voices: after.reduce((sum, { sound }, phone) => sum + grown(before[phone]?.sound, sound).size, 0),
    };
  }

  /** Moves all phones but the first. */
  async moveOthers(transform: string): Promise<void> {
    for (const element of this.#elements.slice(1)) {
      await element.evaluate((iframe, how) => {
        (iframe as HTMLElement).style.transform = how;
      }, transform);
    }
  }

  async #received(): Promise<Received[]> {
    return await Promise.all(this.#frames.map((frame) => frame.evaluate(readReceived)));
  }
}

/** The keys whose figures are larger than they were. */
function grown(before: Record<string, number> = {}, after: Record<string, number> = {}): Set<string> {
  return new Set(Object.keys(after).filter((key) => (after[key] ?? 0) > (before[key] ?? 0)));
}
