import { expect, test } from "vitest";
import { formatAddress, parseAddress, queryValues } from "./launch.js";

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
