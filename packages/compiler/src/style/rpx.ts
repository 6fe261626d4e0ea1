/** Width of the screen in rpx, whatever its pixels. */
const SCREEN = 750;

/** A string, a `url(...)`, or a number in rpx. Only the last is to be changed. */
const TOKENS =
  /"(?:[^"\\]|\\.)*"|'(?:[^'\\]|\\.)*'|url\((?:[^)\\]|\\.)*\)|(?<![\w#.-])([+-]?(?:\d+\.?\d*|\.\d+))rpx(?![\w-])/gi;

/** Writes every length in rpx as `vw`. What is no number, such as `3prpx`, stays as it is and is ignored by browsers. */
export function rpxToViewport(value: string): string {
  if (!/rpx/i.test(value)) return value;
  return value.replace(TOKENS, (token, number: string | undefined) => {
    if (number === undefined) return token;
    // Five digits are less than a hundredth of a pixel on any screen.
    return `${Number(((Number(number) / SCREEN) * 100).toFixed(5))}vw`;
  });
}
