import type { Page } from "../../../history/queries/calls.js";
import type { Fields } from "../../action.js";
import { ApiError } from "../../api-error.js";

const DEFAULT_SIZE = 20;
const LARGEST_SIZE = 100;
const LAST_PAGE = 1_000_000;

/** PageNum and PageSize of a call; a size above the largest is made that. @throws ApiError */
export function pageOf(fields: Fields): Page {
  const number = fields.number("PageNum") ?? 1;
  const size = fields.number("PageSize") ?? DEFAULT_SIZE;
  if (number < 1 || number > LAST_PAGE) {
    throw new ApiError("InvalidParameter", `PageNum must be 1 to ${LAST_PAGE}, and is ${number}.`);
  }
  if (size < 1) throw new ApiError("InvalidParameter", `PageSize must be 1 to ${LARGEST_SIZE}, and is ${size}.`);
  return { number, size: Math.min(size, LARGEST_SIZE) };
}

/** The fields of an answer that say which page it is. */
export function describePage(page: Page, total: number) {
  return { Total: total, HasMore: page.number * page.size < total, PageNum: page.number, PageSize: page.size };
}
