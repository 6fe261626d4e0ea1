/**
 * Colours where the stream is a terminal that has them, plain text elsewhere.
 *
 * @param {NodeJS.WriteStream} stream
 */
export function palette(stream) {
  const colourful = stream.isTTY && !process.env.NO_COLOR && process.env.TERM !== "dumb";
  const paint = (code) => (text) => (colourful ? `\u001b[${code}m${text}\u001b[0m` : text);
  return { bold: paint("1"), dim: paint("2"), red: paint("31"), green: paint("32"), cyan: paint("36") };
}

/** How many columns a text takes: Chinese characters and full-width signs take two. */
export function columns(text) {
  let width = 0;
  for (const character of text)
    width += /[\u1100-\u115f\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6]/.test(
      character,
    )
      ? 2
      : 1;
  return width;
}

/** `text` with spaces behind it up to `width` columns. */
export function pad(text, width) {
  return text + " ".repeat(Math.max(0, width - columns(text)));
}
