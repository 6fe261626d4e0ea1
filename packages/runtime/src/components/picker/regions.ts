import { areaList } from "@vant/area-data";
import type { Choices } from "./choices.js";

/** How deep a region is picked. */
export type RegionLevel = "province" | "city" | "region";

const DEPTH: Record<RegionLevel, number> = { province: 1, city: 2, region: 3 };
const LISTS = [areaList.province_list, areaList.city_list, areaList.county_list] as const;
/** The digits of a code that its province, city and county share. */
const DIGITS = [2, 4, 6] as const;

/** A picked region: names, codes and the post code, which the data does not have. */
export interface Region {
  value: string[];
  code: string[];
  postcode: string;
}

/** Provinces, cities and counties of China, by the codes of its statistics office. */
export class Regions {
  readonly #depth: number;
  readonly #custom: string;
  /** Codes of what the columns show. */
  #codes: string[][] = [];

  /** @param custom Stands first in each column and means all of them; empty for none. */
  constructor(level: RegionLevel, custom: string) {
    this.#depth = DEPTH[level];
    this.#custom = custom;
  }

  /** The columns for what is chosen by names; a name that is not there is the first one. */
  choicesOf(names: readonly unknown[]): Choices {
    return this.#choices((column, labels) => labels.indexOf(String(names[column] ?? "")));
  }

  /** The columns after one was turned: those behind it start anew. */
  turned(indexes: readonly number[], turned: number): Choices {
    return this.#choices((column) => (column <= turned ? (indexes[column] ?? 0) : 0));
  }

  regionAt(indexes: readonly number[]): Region {
    const code = this.#codes.map((codes, column) => codes[indexes[column] ?? 0] ?? "");
    const value = code.map((one, column) => LISTS[column]?.[one] ?? this.#custom);
    return { value, code: code.filter((one) => one !== ""), postcode: "" };
  }

  #choices(pick: (column: number, labels: readonly string[]) => number): Choices {
    this.#codes = [];
    const columns: string[][] = [];
    const indexes: number[] = [];
    let above: string | undefined = "";
    for (let column = 0; column < this.#depth; column++) {
      const list = LISTS[column] ?? {};
      // Under "all of them" there is nothing to choose.
      const prefix: string | undefined = above;
      const found = prefix === undefined ? [] : Object.keys(list).filter((code) => code.startsWith(prefix));
      const codes: string[] = this.#custom === "" ? found : ["", ...found];
      const labels = codes.map((code) => list[code] ?? this.#custom);
      const index = Math.max(Math.min(pick(column, labels), codes.length - 1), 0);
      this.#codes.push(codes);
      columns.push(labels);
      indexes.push(index);
      above = codes[index]?.slice(0, DIGITS[column]) || undefined;
    }
    return { columns, indexes };
  }
}
