import { type Files, libraryFiles, TDESIGN } from "./library.js";

/** A page that shows a component: markup with `t-` elements, and what its `Page()` has beside `onEvent`. */
export interface Specimen {
  ttml: string;
  data?: Record<string, unknown>;
  /** Further code inside the options of `Page()`. */
  code?: string;
  /** Code before `Page()`, such as a `require`. */
  head?: string;
}

/**
 * A project with a page for each specimen. `onEvent` of a page shows the type and the
 * value of an event, so that what reaches the page is seen in it.
 */
export function specimenProject(specimens: Record<string, Specimen>): Files {
  const files: Files = {
    ...libraryFiles(TDESIGN),
    "app.json": JSON.stringify({ pages: Object.keys(specimens).map((name) => `pages/${name}/index`) }),
    "app.js": "App({});",
  };
  for (const [name, { ttml, data, code, head }] of Object.entries(specimens)) {
    files[`pages/${name}/index.ttml`] = `${ttml}\n<view id="seen">{{seen}}</view>`;
    const names = new Set([...ttml.matchAll(/<t-([a-z-]+)/g)].map(([, used]) => used));
    const usingComponents = Object.fromEntries(
      [...names].map((used) => [`t-${used}`, `tdesign-miniprogram/${used}/${used}`]),
    );
    files[`pages/${name}/index.json`] = JSON.stringify({ usingComponents });
    files[`pages/${name}/index.js`] = `${head ?? ""}
      Page({
        data: ${JSON.stringify({ seen: "", ...data })},
        onEvent({ type, detail }) {
          this.setData({ seen: type + " " + JSON.stringify(detail) });
        },
        ${code ?? ""}
      });`;
  }
  return files;
}
