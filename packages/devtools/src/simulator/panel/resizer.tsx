import type { KeyboardEvent, PointerEvent } from "react";
import { useText } from "../language/language-context.js";
import { PANEL_WIDTH } from "../state/preferences.js";

const STEP = 32;

/** The edge of the panel, to be dragged or moved by the arrow keys. */
export function Resizer({ width, onWidth }: { width: number; onWidth(width: number): void }) {
  const text = useText();
  const resize = (wanted: number) =>
    onWidth(Math.round(Math.min(PANEL_WIDTH.most, Math.max(PANEL_WIDTH.least, Math.min(wanted, innerWidth * 0.7)))));
  const onPointerMove = (event: PointerEvent<HTMLElement>) => {
    if (event.currentTarget.hasPointerCapture(event.pointerId)) resize(innerWidth - event.clientX);
  };
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key === "ArrowLeft") resize(width + STEP);
    else if (event.key === "ArrowRight") resize(width - STEP);
  };
  return (
    // biome-ignore lint/a11y/useSemanticElements: a rule that can be moved is a separator with a value, not an <hr>
    <div
      className="resizer"
      role="separator"
      aria-orientation="vertical"
      aria-label={text("resizePanel")}
      aria-valuenow={width}
      aria-valuemin={PANEL_WIDTH.least}
      aria-valuemax={PANEL_WIDTH.most}
      tabIndex={0}
      onPointerDown={(event) => event.currentTarget.setPointerCapture(event.pointerId)}
      onPointerMove={onPointerMove}
      onKeyDown={onKeyDown}
    />
  );
}
