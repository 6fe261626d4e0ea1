/** The user of a phone: an account of its own for `tt.login`, a name to call it by, a colour to find it by. */
export interface User {
  /** Stable from one run to the next, so that a back end knows the account again. */
  id: string;
  name: string;
  color: string;
}

const NAMES = ["林夏", "周屿", "苏晚", "陈默", "许诺", "江川", "沈星", "顾北", "叶青", "方圆", "陆远", "唐棠"];
/** Told apart on light and dark ground, and by most colour-blind eyes in the first four. */
const COLORS = ["#3b82f6", "#f97316", "#14b8a6", "#d946ef", "#eab308", "#8b5cf6", "#ef4444", "#22c55e"];

/** @param number Of the phone, from 1. */
export function userOf(number: number): User {
  const index = number - 1;
  const round = Math.floor(index / NAMES.length);
  const name = NAMES[index % NAMES.length] ?? "";
  return {
    id: `user-${number}`,
    name: round === 0 ? name : `${name}${round + 1}`,
    color: COLORS[index % COLORS.length] ?? "#3b82f6",
  };
}
