import type { PhoneOptions } from "./options.js";
import { randomId } from "./random-id.js";

const REMEMBERED = "lianmai.user";
const COLORS = ["#3370ff", "#00b578", "#ff8f1f", "#8a38f5", "#eb2f96", "#13a8a8"];

/**
 * Who holds a real phone: as the address says (`?user=u3&name=Ann`), else who it was last time, else somebody new.
 */
export function phoneUser(
  parameters: URLSearchParams,
  memory: Pick<Storage, "getItem" | "setItem">,
  english: boolean,
): PhoneOptions["user"] {
  const id = parameters.get("user") || memory.getItem(REMEMBERED) || `phone-${randomId(4)}`;
  memory.setItem(REMEMBERED, id);
  const name = parameters.get("name") || `${english ? "Phone" : "手机"} ${id.slice(-4)}`;
  return { id, name, color: COLORS[hash(id) % COLORS.length] ?? "#3370ff" };
}

/** The same user has the same colour on every device. */
function hash(text: string): number {
  let sum = 0;
  for (const letter of text) sum = (sum * 31 + (letter.codePointAt(0) ?? 0)) >>> 0;
  return sum;
}
