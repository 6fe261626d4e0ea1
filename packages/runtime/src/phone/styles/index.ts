import { barStyles } from "./bars.js";
import { dialogStyles } from "./dialogs.js";
import { screenStyles } from "./screen.js";

/** All styles of a phone. They live in its shadow tree and know nothing of the document around. */
export const phoneStyles = [screenStyles, barStyles, dialogStyles].join("\n");
