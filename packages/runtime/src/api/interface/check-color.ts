import { ApiError } from "../core/errors.js";

const COLOR = /^#[0-9a-f]{6}$/i;

export function checkColor(option: string, color: string): void {
  if (!COLOR.test(color))
    throw ApiError.parameter(`params.${option} should be a colour such as "#ff3377", but got ${color}`);
}
