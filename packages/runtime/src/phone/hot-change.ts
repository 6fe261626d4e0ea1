import type { BundleChange } from "@lianmai/compiler";
import { BUNDLE_GLOBAL, type BundleDefinition, type BundleLoader } from "@lianmai/compiler/bundle";

type FrameWindow = Window & { [BUNDLE_GLOBAL]?: BundleLoader; eval(code: string): unknown };

/**
 * Brings styles or templates into a running frame, so that its pages keep their data.
 * @returns Whether it worked; if not, only a reload helps.
 */
export function applyHotChange(frame: HTMLIFrameElement, change: BundleChange): boolean {
  const frameWindow = frame.contentWindow as FrameWindow | null;
  const loader = frameWindow?.[BUNDLE_GLOBAL];
  if (!frameWindow || !loader || change.kind === "reload") return false;
  if (change.kind === "none") return true;
  try {
    if (change.kind === "templates") {
      // Templates are functions, so they come as source; they must be made in the realm that runs them.
      const templates = frameWindow.eval(`(${change.templatesScript})`) as BundleDefinition["templates"];
      void loader.updateTemplates(templates, change.tags);
    }
    if (change.styles) loader.updateStyles(change.styles);
    return true;
  } catch (error) {
    console.warn("The change could not be brought into the running mini-program; it is reloaded.", error);
    return false;
  }
}
