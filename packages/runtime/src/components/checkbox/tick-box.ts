/** The mark of a check box or radio button: a box whose tick shows while the element around it is `checked`. */
export function tickBox(shape: "square" | "round"): HTMLElement {
  const box = document.createElement("span");
  box.className = `lianmai-tick lianmai-tick-${shape}`;
  return box;
}
