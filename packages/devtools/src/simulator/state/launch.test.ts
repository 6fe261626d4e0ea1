import { expect, test } from "vitest";
import { formatAddress, parseAddress, phoneAddress, queryValues } from "./launch.js";

test("the address says phones, page, query and scene, and survives the way there and back", () => {
  const address = { phones: 3, launch: { path: "pages/room/index", query: "room=a%20b&x=1", scene: 1001 } };
  expect(parseAddress(formatAddress(address))).toEqual(address);
  expect(formatAddress({ phones: 2, launch: { path: "", query: "" } })).toBe("?phones=2");
});

test("nonsense is as if nothing was said", () => {
  expect(parseAddress("?phones=many&path=/pages/a&scene=-1")).toEqual({
    phones: undefined,
    launch: { path: "pages/a", query: "" },
  });
  expect(parseAddress("?phones=1000").phones).toBe(12);
});

test("values of a query are not decoded and may contain what separates", () => {
  expect(queryValues("token=a%3Db=c&flag&name=%E6%9E%97")).toEqual({ token: "a%3Db=c", flag: "", name: "%E6%9E%97" });
  expect(queryValues("")).toEqual({});
});

test("real phones start as those of the simulator do", () => {
  const address = (path: string, query: string, scene?: number) =>
    phoneAddress("https://a.test/m/?key=k", { path, query, ...(scene === undefined ? {} : { scene }) }, "pages/home");
  expect(address("", "")).toBe("https://a.test/m/?key=k");
  expect(address("pages/room", "")).toBe("https://a.test/m/?key=k&path=pages%2Froom");
  expect(new URL(address("", "room=a%20b", 1001)).searchParams.get("path")).toBe("pages/home?room=a%20b");
  expect(new URL(address("", "", 1001)).searchParams.get("scene")).toBe("1001");
});
