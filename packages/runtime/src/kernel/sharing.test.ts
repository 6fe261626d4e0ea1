import { expect, it } from "vitest";
import { TestEnvironment } from "../api/testing/environment.js";
import { Sharing } from "./sharing.js";

function sharingOf(methods: Record<string, (event: unknown) => unknown>) {
  const { host, calls, hostEvents, user } = new TestEnvironment();
  const page = {
    address: { path: "pages/room/room", query: { id: "1%20" } },
    has: (name: string) => name in methods,
    call: (name: string, event: unknown) => methods[name]?.(event),
  };
  const sharing = new Sharing({
    host,
    name: "Rooms",
    page: () => page,
    resolveAsset: (url) => `https://assets.test${url}`,
    guard: (run) => run(),
  });
  const cards = () => calls.filter(([name]) => name === "share").map(([, card]) => card);
  const menus = () => calls.filter(([name]) => name === "setPageMenu").map(([, offers]) => offers);
  return { sharing, cards, menus, hostEvents, user };
}

it("shares the page as it is where nobody says otherwise, its query as it was written", async () => {
  const { sharing, cards } = sharingOf({});
  await sharing.share("button");
  expect(cards()).toEqual([{ title: "Rooms", desc: "", path: "pages/room/room?id=1%20", imageUrl: "" }]);
});

it("shares what the page says, and what a call says before that", async () => {
  const { sharing, cards } = sharingOf({
    onShareAppMessage: () => ({ title: "mine", path: "/pages/a/a?x=1", imageUrl: "/a.png" }),
  });
  await sharing.share("button", undefined, { title: "the call's", query: "y=2" });
  expect(cards()).toEqual([
    { title: "the call's", desc: "", path: "pages/a/a?x=1&y=2", imageUrl: "https://assets.test/a.png" },
  ]);
});

it("waits for a page that has to ask first, and lives with one that returns nothing", async () => {
  const asking = sharingOf({ onShareAppMessage: async () => ({ title: "later" }) });
  await asking.sharing.share("menu");
  expect(asking.cards()).toMatchObject([{ title: "later" }]);
  const silent = sharingOf({ onShareAppMessage: () => undefined });
  expect(await silent.sharing.share("menu")).toBe(true);
});

it("offers the menu only for pages that can be shared, and not while a page hides it", () => {
  const { sharing, menus } = sharingOf({ onShareAppMessage: () => ({}) });
  sharing.refresh();
  sharing.setMenu(false);
  sharing.setMenu(true);
  expect(menus()).toEqual([true, false, true].map((share) => ({ share, joinGroup: false })));
});
