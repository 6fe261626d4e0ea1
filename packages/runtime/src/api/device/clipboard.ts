import { ApiError, reasonOf } from "../core/errors.js";

/** @throws {ApiError} when neither way of the browser works */
export async function writeClipboard(text: string): Promise<void> {
  try {
    await navigator.clipboard.writeText(text);
  } catch (cause) {
    // Insecure pages have no clipboard object, and pages without focus may not use it; the old way still can.
    if (!copyBySelection(text)) {
      throw new ApiError(
        `the browser refuses to write the clipboard: ${reasonOf(cause)}`,
        { errorType: "F" },
        { cause },
      );
    }
  }
}

/** @throws {ApiError} when the browser refuses: without focus, without the user's consent, or on an insecure page */
export async function readClipboard(): Promise<string> {
  try {
    return await navigator.clipboard.readText();
  } catch (cause) {
    throw new ApiError(`the browser refuses to read the clipboard: ${reasonOf(cause)}`, { errorType: "U" }, { cause });
  }
}

function copyBySelection(text: string): boolean {
  const field = document.createElement("textarea");
  field.value = text;
  field.style.cssText = "position:fixed;opacity:0;pointer-events:none";
  document.body.append(field);
  const active = document.activeElement;
  field.select();
  const copied = document.execCommand("copy");
  field.remove();
  if (active instanceof HTMLElement) active.focus();
  return copied;
}
