import { Element } from "glass-easel";

const RPX = /(-?(?:\d+\.?\d*|\.\d+))rpx\b/g;
const URL = /url\(\s*(["']?)([^"')]+)\1\s*\)/g;
/** The width of a screen in rpx, and in vw. */
const SCREEN_RPX = 750;

/** Inline styles know `rpx` and project paths too, and only at run time. */
export function translateStyle(style: string, resolveAsset: (url: string) => string): string {
  let translated = style;
  if (translated.includes("rpx")) {
    translated = translated.replace(RPX, (_all, value: string) => `${(Number(value) * 100) / SCREEN_RPX}vw`);
  }
  if (translated.includes("url(")) {
    translated = translated.replace(URL, (_all, _quote, url: string) => `url("${resolveAsset(url.trim())}")`);
  }
  return translated;
}

/** Makes the engine pass every inline style through `translateStyle`. Called once a frame. */
export function hookInlineStyles(resolveAsset: (url: string, fromPath: string) => string): void {
  const { setNodeStyle } = Element.prototype;
  Element.prototype.setNodeStyle = function (this: Element, style, index) {
    const owner = this.ownerShadowRoot?.getHostNode().is ?? "";
    setNodeStyle.call(
      this,
      translateStyle(String(style ?? ""), (url) => resolveAsset(url, owner)),
      index,
    );
  };
}
