import { DivIcon, Marker, type Tooltip } from "leaflet";
import { numberOr, type Placed, type Raw, textOr } from "./map-values.js";

/** The pin of a marker without a picture of its own. */
const PIN =
  '<svg viewBox="0 0 24 32" width="100%" height="100%" aria-hidden="true"><path fill="#fe2c55" stroke="#fff" stroke-width="1.5" d="M12 31C7 23.500 1.500 17.500 1.500 11.500a10.500 10.500 0 0 1 21 0C22.500 17.500 17 23.500 12 31Z"/><circle cx="12" cy="11.500" r="4" fill="#fff"/></svg>';
const PIN_SIZE = { width: 24, height: 32 };
const PICTURE_SIZE = { width: 34, height: 34 };

export interface MarkerEvents {
  /** The marker's picture was tapped. */
  marker(markerId: number): void;
  /** The bubble over it was tapped. */
  callout(markerId: number): void;
}

/** Makes a marker with its bubble and label. Words of the program are shown as words, never as HTML. */
export function createMarker({ at, raw }: Placed, assetUrl: (path: string) => string, events: MarkerEvents): Marker {
  const id = numberOr(raw.id, 0);
  const picture = typeof raw.iconPath === "string" && raw.iconPath !== "";
  const fallback = picture ? PICTURE_SIZE : PIN_SIZE;
  const size = { width: numberOr(raw.width, fallback.width), height: numberOr(raw.height, fallback.height) };
  const anchor = raw.anchor as Raw | undefined;
  const icon = new DivIcon({
    className: "lianmai-marker",
    html: markerPicture(picture ? assetUrl(String(raw.iconPath)) : undefined, raw),
    iconSize: [size.width, size.height],
    iconAnchor: [
      size.width * numberOr(raw.anchorX ?? anchor?.x, 0.5),
      size.height * numberOr(raw.anchorY ?? anchor?.y, 1),
    ],
  });
  const marker = new Marker([at.latitude, at.longitude], {
    icon,
    opacity: numberOr(raw.alpha, 1),
    zIndexOffset: numberOr(raw.zIndex, 0) * 1000,
    alt: textOr(raw.title, ""),
    bubblingMouseEvents: false,
  });
  const bubble = bubbleOf(raw);
  if (bubble) {
    marker.bindTooltip(bubble.content, {
      direction: "top",
      offset: [0, -size.height],
      permanent: bubble.always,
      interactive: true,
      opacity: 1,
      className: "lianmai-callout",
    });
    const tooltip = marker.getTooltip() as Tooltip;
    tooltip.on("click", () => events.callout(id));
    // A bubble is opened by a tap and not by a mouse that passes by.
    if (!bubble.always) marker.off("mouseover").off("mouseout").off("mousemove");
  }
  marker.on("click", ({ propagatedFrom }) => {
    // A tap on the bubble reaches the marker too.
    if (propagatedFrom) return;
    if (bubble && !bubble.always) marker.toggleTooltip();
    events.marker(id);
  });
  return marker;
}

function markerPicture(url: string | undefined, raw: Raw): HTMLElement {
  const holder = document.createElement("div");
  holder.className = "lianmai-marker-picture";
  const turn = numberOr(raw.rotate, 0);
  if (turn !== 0) holder.style.transform = `rotate(${turn}deg)`;
  if (url === undefined) holder.innerHTML = PIN;
  else {
    const image = document.createElement("img");
    image.src = url;
    image.alt = "";
    holder.append(image);
  }
  const label = raw.label as Raw | undefined;
  if (label && typeof label.content === "string") {
    const words = document.createElement("div");
    words.className = "lianmai-marker-label";
    styleWords(words, label);
    holder.append(words);
  }
  return holder;
}

/** `callout`, or the `title` in its place. */
function bubbleOf(raw: Raw): { content: HTMLElement; always: boolean } | undefined {
  const callout = raw.callout as Raw | undefined;
  const title = typeof raw.title === "string" && raw.title !== "" ? { content: raw.title } : undefined;
  const words = callout && typeof callout.content === "string" ? callout : title;
  if (!words) return undefined;
  const content = document.createElement("div");
  content.className = "lianmai-callout-words";
  styleWords(content, words);
  return { content, always: words === callout && String(callout.display).toUpperCase() === "ALWAYS" };
}

function styleWords(node: HTMLElement, words: Raw): void {
  node.textContent = String(words.content);
  const { style } = node;
  const pixels = { fontSize: "fontSize", borderRadius: "borderRadius", padding: "padding" } as const;
  for (const name of Object.values(pixels)) {
    if (words[name] !== undefined) style[name] = `${numberOr(words[name], 0)}px`;
  }
  style.color = textOr(words.color, "");
  style.backgroundColor = textOr(words.bgColor, "");
  style.textAlign = textOr(words.textAlign, "");
  if (words.borderWidth !== undefined) {
    style.border = `${numberOr(words.borderWidth, 0)}px solid ${textOr(words.borderColor, "currentColor")}`;
  }
}
