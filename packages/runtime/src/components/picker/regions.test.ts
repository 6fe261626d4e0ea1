import { expect, it } from "vitest";
import { Regions } from "./regions.js";

it("offers the cities of a province and the counties of a city", () => {
  const regions = new Regions("region", "");
  const { columns, indexes } = regions.choicesOf(["浙江省", "杭州市", "西湖区"]);
  expect(columns.map((column, at) => column[indexes[at] ?? 0])).toEqual(["浙江省", "杭州市", "西湖区"]);
  expect(columns[1]).toContain("宁波市");
  expect(columns[1]).not.toContain("广州市");
  expect(regions.regionAt(indexes)).toEqual({
    value: ["浙江省", "杭州市", "西湖区"],
    code: ["330000", "330100", "330106"],
    postcode: "",
  });
});

it("starts the columns behind a turned one anew", () => {
  const regions = new Regions("region", "");
  const { indexes } = regions.choicesOf(["浙江省", "宁波市", "慈溪市"]);
  const { columns } = regions.turned([0, ...indexes.slice(1)], 0);
  expect(columns[0]?.[0]).toBe("北京市");
  expect(columns[2]).toContain("海淀区");
});

it("picks no deeper than it is asked to, and offers all of them", () => {
  expect(new Regions("city", "").choicesOf([]).columns).toHaveLength(2);
  const regions = new Regions("region", "全部");
  const { columns, indexes } = regions.choicesOf(["浙江省", "全部"]);
  expect(columns.map((column) => column[0])).toEqual(["全部", "全部", "全部"]);
  expect(columns[2]).toEqual(["全部"]);
  expect(regions.regionAt(indexes)).toMatchObject({ value: ["浙江省", "全部", "全部"], code: ["330000"] });
});
