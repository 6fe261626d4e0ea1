/**
 * What the page of a built mini-program and whoever serves it agree on. `lianmai build` writes the page with settings
 * for a static host; the server writes its own settings into the same page when it publishes it.
 */

/** Counts incompatible changes of settings and layout. */
export const PROGRAM_PAGE_FORMAT = 1;

/** The element of the page that holds the settings, as JSON that no script runs. */
export const PROGRAM_SETTINGS_ID = "lianmai-program";

/**
 * Files whose path carries a digest of their content: below `v/` those of the mini-program, below `r/` those of the
 * runtime. They never change, so anybody may keep them; all others are asked for again.
 */
export const IMMUTABLE_PROGRAM_FILE = /^[rv]\/[0-9a-f]{16}\/[^?#]+$/;

/** The page itself, in the folder of a built mini-program. */
export const PROGRAM_PAGE = "index.html";

/** The folder on a server under which programs are published, by the appid of `project.config.json`. */
export const PROGRAM_PATH = "/p/";

/** What the page is told. URLs may be relative to the page. */
export interface ProgramSettings {
  format: typeof PROGRAM_PAGE_FORMAT;
  /** Of `project.config.json`. */
  appid: string;
  name: string;
  /** Empty where it was never uploaded. */
  version: string;
  /** The page that runs the mini-program, relative to this one. */
  frame: string;
  /** Where the RTC service is; empty = where the page comes from. */
  server: string;
  /** Takes `POST {device}` for `tt.login` and answers with codes; empty = there is no login. */
  login: string;
  /** Carries `tt.request` past the browser's cross-origin rules; empty = requests go straight to their servers. */
  proxy: string;
  /** Which channel it was published on; empty for a static host. */
  channel: string;
}
