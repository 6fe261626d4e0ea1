import { element } from "../dom.js";

export interface Dialog {
  /** The panel itself; gets focus, and keeps it while it is the uppermost. */
  panel: HTMLElement;
  /** Esc, a tap on the ground where `dismissible`, and the end of the mini-program. */
  cancel(reason: "user" | "gone"): void;
  /** Whether a tap beside the panel cancels. */
  dismissible: boolean;
  placement: "center" | "bottom" | "page";
}

const LEAVE_MILLISECONDS = 150;

/**
 * The stack of dialogs over one phone. The page under it cannot be reached meanwhile, by finger, key or assistive
 * tool; other phones in the document are not touched, and focus that is elsewhere stays there.
 */
export class DialogLayer {
  readonly node = element("div", { class: "dialogs" });
  readonly #covered: HTMLElement;
  readonly #host: Element;
  readonly #open: { dialog: Dialog; holder: HTMLElement; before: HTMLElement | null }[] = [];

  /**
   * @param covered what lies under the dialogs
   * @param host the element whose shadow tree this is
   */
  constructor(covered: HTMLElement, host: Element) {
    this.#covered = covered;
    this.#host = host;
  }

  show(dialog: Dialog): void {
    const holder = element("div", { class: `dialog-holder ${dialog.placement}` }, dialog.panel);
    holder.addEventListener("click", (event) => {
      if (event.target === holder && dialog.dismissible) dialog.cancel("user");
    });
    holder.addEventListener("keydown", (event) => {
      if (event.key === "Escape") {
        event.stopPropagation();
        dialog.cancel("user");
      } else if (event.key === "Tab") keepFocus(event, dialog.panel);
    });
    dialog.panel.tabIndex = -1;
    const mayTakeFocus = this.#mayTakeFocus();
    this.#open.push({ dialog, holder, before: mayTakeFocus ? innermost(this.#focused()) : null });
    this.node.append(holder);
    this.#update();
    // Without this read the browser would join both states, and nothing would move in.
    holder.getBoundingClientRect();
    holder.classList.add("open");
    // A field is for typing at once; buttons wait for Tab, so that a stray Enter confirms nothing.
    if (mayTakeFocus) (dialog.panel.querySelector("textarea") ?? dialog.panel).focus();
  }

  hide(dialog: Dialog): void {
    const index = this.#open.findIndex((open) => open.dialog === dialog);
    if (index < 0) return;
    const [entry] = this.#open.splice(index, 1);
    if (!entry) return;
    const hadFocus = entry.holder.contains(this.#focused());
    this.#update();
    if (hadFocus) entry.before?.focus();
    entry.holder.inert = true;
    entry.holder.setAttribute("aria-hidden", "true");
    entry.holder.classList.remove("open");
    setTimeout(() => entry.holder.remove(), LEAVE_MILLISECONDS);
  }

  /** The mini-program is gone: its dialogs go with it. */
  clear(): void {
    for (const { dialog } of [...this.#open].reverse()) dialog.cancel("gone");
  }

  #update(): void {
    this.#covered.inert = this.#open.length > 0;
    this.#open.forEach(({ holder }, index) => {
      holder.inert = index < this.#open.length - 1;
    });
  }

  #focused(): Element | null {
    return (this.node.getRootNode() as ShadowRoot).activeElement;
  }

  #mayTakeFocus(): boolean {
    const active = document.activeElement;
    return !active || active === document.body || active === this.#host;
  }
}

/** The focused element itself where an iframe has the focus: a covered frame forgets which one it was. */
function innermost(focused: Element | null): HTMLElement | null {
  const inner = focused instanceof HTMLIFrameElement ? focused.contentDocument?.activeElement : undefined;
  return (inner ?? focused) as HTMLElement | null;
}

function keepFocus(event: KeyboardEvent, panel: HTMLElement): void {
  const stops = [...panel.querySelectorAll<HTMLElement>("button, textarea")];
  const active = (panel.getRootNode() as ShadowRoot).activeElement;
  const [first, last] = [stops[0], stops.at(-1)];
  if (!first || !last) {
    event.preventDefault();
  } else if (event.shiftKey && (active === first || active === panel)) {
    event.preventDefault();
    last.focus();
  } else if (!event.shiftKey && active === last) {
    event.preventDefault();
    first.focus();
  }
}
