import type { Browser } from "playwright-core";
import { afterAll, afterEach, beforeAll, expect, it } from "vitest";
import { TestService } from "./client/service.js";
import { User } from "./client/user.js";
import { launchBrowser, until } from "./harness/index.js";

/** A layer is held for 5 s before it rises, and on a slow machine the estimate of the bandwidth takes its time. */
const PATIENCE = 45_000;

let service: TestService;
let browser: Browser;
let users: User[] = [];
beforeAll(async () => {
  [browser, service] = await Promise.all([launchBrowser(), TestService.start()]);
});
afterEach(async () => {
  await Promise.all(users.map((user) => user.close()));
  users = [];
});
afterAll(async () => {
  await browser?.close();
  await service?.close();
});

/** Ann sends a camera of two layers, and Bob receives it. */
async function call(room: string) {
  const [ann, bob] = await Promise.all([User.open(browser, service), User.open(browser, service)]);
  users = [ann, bob];
  await ann.join(service.join(room, "ann"));
  await ann.do((driver) => driver.publish("camera"));
  await bob.join(service.join(room, "bob"));
  await bob.receives("ann", "camera");
  return { ann, bob };
}

const show = (user: User, width: number, height: number) =>
  user.do((driver, place) => driver.room.setDemand("ann", "camera", place), { width, height });

async function received(user: User) {
  const { remote } = await user.do((driver) => driver.stats());
  return remote.find(({ source }) => source === "camera");
}

async function layersSent(user: User): Promise<boolean[]> {
  const { local } = await user.do((driver) => driver.stats());
  return local.find(({ source }) => source === "camera")?.layers.map(({ active }) => active) ?? [];
}

it("a tile out of sight has no consumer that anything is sent to, and its publisher sends nothing", async () => {
  const { ann, bob } = await call("unseen");
  await show(bob, 0, 0);
  let packets = -1;
  await until("nothing arrives", async () => {
    const before = packets;
    packets = (await received(bob))?.packets ?? -1;
    return packets === before && packets >= 0;
  });
  await until("no layer is sent", async () => (await layersSent(ann)).every((active) => !active), PATIENCE);
  const still = (await received(bob))?.packets ?? 0;
  await show(bob, 320, 240);
  await bob.receives("ann", "camera");
  expect((await received(bob))?.packets).toBeGreaterThan(still);
});

it("layers follow the size of the tile, and what nobody has a place for is not sent", {
  timeout: 120_000,
}, async () => {
  const { ann, bob } = await call("sizes");
  const [full = 0] = [(await ann.do((driver) => driver.stats())).local[0]?.width];
  await show(bob, full / 4, full / 5);
  const width = async () => (await received(bob))?.width ?? 0;
  await until("the small layer arrives", async () => (await width()) === full / 2, PATIENCE);
  await until("only the small layer is sent", async () => String(await layersSent(ann)) === "true,false", PATIENCE);
  await show(bob, full, full);
  await until("the large layer arrives", async () => (await width()) === full, PATIENCE);
  expect(await layersSent(ann)).toEqual([true, true]);
});
