/**
 * The bundle: what the compiler makes of a mini-program project and what the runtime runs. It reaches the frame as
 * one classic script, `app.js`, that calls `__lianmai.load(definition)` once. This module is the whole contract
 * between the two packages; it does no I/O and runs on both sides.
 */

/** Counts incompatible changes of the definition; the runtime refuses a bundle of another format. */
export const BUNDLE_FORMAT = 1;

/** The one browser global that the runtime sets and that `app.js` calls. */
export const BUNDLE_GLOBAL = "__lianmai";

/**
 * What stands before the path of a file (in the folder of the mini-program) in `sources` of the source map of
 * `app.js`. The map is an index map, that is, one with `sections`.
 */
export const SOURCE_ROOT = "mini-program:///";

/** What a user module gets as arguments, in this order. */
export const MODULE_ARGUMENTS = [
  "require",
  "module",
  "exports",
  "tt",
  "App",
  "Page",
  "Component",
  "Behavior",
  "getApp",
  "getCurrentPages",
  "console",
] as const;

/**
 * Browser names that do not exist in the logic layer of a mini-program. User modules, SJS and templates see them as
 * `undefined`, so that code which probes for them, or uses one by mistake, behaves as on the phone. `app.js` shadows
 * them itself, around everything in it; the runtime need not do anything.
 */
export const SHADOWED_GLOBALS = [
  "window",
  "document",
  "self",
  "globalThis",
  "frames",
  "parent",
  "top",
  "opener",
  "frameElement",
  "location",
  "history",
  "navigator",
  "screen",
  "localStorage",
  "sessionStorage",
  "indexedDB",
  "caches",
  "cookieStore",
  "fetch",
  "XMLHttpRequest",
  "WebSocket",
  "EventSource",
  "Worker",
  "SharedWorker",
  "RTCPeerConnection",
  "MediaStream",
  "HTMLElement",
  "Element",
  "Node",
  "Image",
  "Audio",
  "alert",
  "confirm",
  "prompt",
  "open",
  "close",
  "postMessage",
  "requestAnimationFrame",
  "cancelAnimationFrame",
  "name",
  "status",
  "event",
  "origin",
  "length",
  "external",
  "customElements",
  "importScripts",
] as const;

/** A user module, wrapped: CommonJS, with the names above as parameters. */
export type ModuleFunction = (...args: unknown[]) => void;

/** `app.json` with defaults filled in. Keys that are not interpreted are kept as they are. */
export interface AppConfig {
  /** All page routes of the main package and the subpackages, the entry page first. */
  pages: string[];
  entryPagePath: string;
  window: WindowConfig;
  tabBar?: TabBarConfig;
  subpackages: { root: string; name?: string; pages: string[] }[];
  /** Global `usingComponents`, resolved to paths without suffix. */
  usingComponents: Record<string, string>;
  networkTimeout: { request: number; connectSocket: number; uploadFile: number; downloadFile: number };
  [key: string]: unknown;
}

/** Window keys of `app.json` and of a page's own file, as documented for the platform. */
export interface WindowConfig {
  navigationBarTitleText?: string;
  /** `#rrggbb`; default `#000000`. */
  navigationBarBackgroundColor?: string;
  navigationBarTextStyle?: "white" | "black";
  navigationStyle?: "default" | "custom";
  backgroundColor?: string;
  backgroundTextStyle?: "dark" | "light";
  enablePullDownRefresh?: boolean;
  /** Pixels from the page's end at which `onReachBottom` fires; default 50. */
  onReachBottomDistance?: number;
  disableScroll?: boolean;
  [key: string]: unknown;
}

export interface TabBarConfig {
  color?: string;
  selectedColor?: string;
  backgroundColor?: string;
  borderStyle?: "black" | "white";
  position?: "bottom" | "top";
  custom?: boolean;
  list: { pagePath: string; text: string; iconPath?: string; selectedIconPath?: string }[];
}

/** The parts of `project.config.json` (overridden by `project.private.config.json`) that matter at run time. */
export interface ProjectConfig {
  appid: string;
  projectname: string;
  /** Whether request domains are checked against the allow-list; default true. */
  urlCheck: boolean;
  /** Compile modes of the IDE: start page, query and scene by name; `current` marks the one that is chosen. */
  condition: { name: string; pathName: string; query: string; scene?: number; current?: true }[];
  /** `lianmai` of `project.config.json`. */
  lianmai: OwnSettings;
}

/** What the platform keeps in its console and a project cannot say anywhere else. Everything may be left out. */
export interface OwnSettings {
  /**
   * The domains that requests may go to, such as `https://api.example.com` (`wss://` for sockets), by kind. A kind
   * that is left out is not checked.
   */
  domains?: Partial<Record<DomainKind, string[]>>;
  /** What lies under a `map`. */
  map?: {
    /** Address of the tiles, with `{z}`, `{x}` and `{y}` in it. */
    tiles?: string;
    /** Shown in the corner of the map, as most tile servers ask for. */
    attribution?: string;
  };
}

export type DomainKind = "request" | "socket" | "uploadFile" | "downloadFile";

/** A page, a component or the app itself. */
export interface ComponentDefinition {
  /** The JSON file beside it, `usingComponents` resolved to paths without suffix. Pages: merged over `app.window`. */
  config: {
    component?: boolean;
    usingComponents: Record<string, string>;
    componentGenerics?: Record<string, unknown>;
    window: WindowConfig;
    [key: string]: unknown;
  };
  /** The module that registers it, as a key of `modules`. */
  module: string;
  /**
   * Whose classes its elements carry: `config.styleIsolation` made explicit. Pages are always `shared`, however they
   * are registered. A `styleIsolation` or `addGlobalClass` in the options of `Component()` is seen at run time only;
   * whatever it asks to share, `apply-shared` gives it, because the component's own sheet is already prefixed.
   */
  styleIsolation: "isolated" | "apply-shared" | "shared";
  /**
   * The prefix of its classes in `styles` (`PREFIX--name`) and the value of `wx-host` on its host element: the third
   * argument of `CodeSpace.addStyleSheet`. Empty where `styleIsolation` is `shared`.
   */
  styleScope: string;
}

/**
 * Elements that are not components of the project. In the DOM each is `tt-NAME`, and tag selectors of the project's
 * styles are rewritten to match. The root element of a page is `tt-page` with its route in the attribute `is`; the
 * selector `page` means it.
 */
export const BUILT_IN_TAGS = [
  "ad",
  "audio",
  "button",
  "camera",
  "canvas",
  "checkbox",
  "checkbox-group",
  "cover-image",
  "cover-view",
  "form",
  "icon",
  "image",
  "input",
  "label",
  "live-player",
  "map",
  "movable-area",
  "movable-view",
  "navigator",
  "open-data",
  "page-meta",
  "picker",
  "picker-view",
  "picker-view-column",
  "progress",
  "radio",
  "radio-group",
  "rich-text",
  "root-portal",
  "rtc-room",
  "scroll-view",
  "slider",
  "swiper",
  "swiper-item",
  "switch",
  "text",
  "textarea",
  "video",
  "view",
  "web-view",
] as const;

export interface BundleDefinition {
  format: typeof BUNDLE_FORMAT;
  /** Changes whenever anything in the bundle does. */
  hash: string;
  app: AppConfig;
  project: ProjectConfig;
  /** By path without suffix, such as `pages/index/index`. The app itself is not among them. */
  components: Record<string, ComponentDefinition>;
  /**
   * glass-easel's compiled templates by path without suffix: the whole record is the `groupList`, the value of a path
   * its `content`, as in `codeSpace.addCompiledTemplate(path, { groupList: templates, content: templates[path] })`.
   * It also holds the files that are only imported or included. A component without a template is not in it.
   */
  templates: Record<string, TemplateGroup>;
  /** CSS by path without suffix; `app` holds `app.ttss`. Already scoped, prefixed and in `vw`. */
  styles: Record<string, string>;
  /**
   * User modules by file path with suffix; `.ts` files under their `.js` name. `app.js` is the entry. JSON files are
   * modules too. Each is run at most once.
   */
  modules: Record<string, ModuleFunction>;
  /** What the program may use of the runtime's parts, which are loaded only then; absent: all of them. */
  uses?: BundleUses;
  /**
   * What `require(specifier)` means, by module and then by specifier as written: a key of `modules`. The runtime
   * resolves nothing itself. A specifier that is not here was missing or computed at run time.
   */
  requires: Record<string, Record<string, string>>;
  /** Scripts of subpackages, which load with the first of their pages. */
  packages: SubpackageScript[];
}

/** A subpackage whose share of the project is in a script of its own. */
export interface SubpackageScript {
  root: string;
  /** As in `app.json`, else its root. */
  name: string;
  /** File name, beside `app.js`. */
  script: string;
  /** Routes of the pages in it. */
  pages: string[];
  /** Paths of the pages and components in it. */
  components: string[];
}

/** What the script of a subpackage adds to the definition, by the same keys. */
export interface PackageDefinition
  extends Pick<BundleDefinition, "hash" | "components" | "styles" | "requires" | "templates" | "modules"> {
  root: string;
}

/** Found in the texts of a program, erring on the side of more: `all` where they do not tell. */
export interface BundleUses {
  /** Members of `tt`, sorted; names that are none may be among them. */
  api: string[] | "all";
  /** Built-in tags, sorted. */
  tags: string[] | "all";
  /** Whether a template has SJS code. */
  sjs: boolean;
  /** Whether a script names a function that asks where nodes of the view are, such as `createSelectorQuery`. */
  queries: boolean;
}

/** One template file after glass-easel's compiler: render procedures by template name, `""` being the file itself. */
export type TemplateGroup = (name: string) => (...args: never[]) => unknown;

/** What the runtime puts under `BUNDLE_GLOBAL` before `app.js` runs. */
export interface BundleLoader {
  load(definition: BundleDefinition): void;
  /** Adds a subpackage to the running app. */
  loadPackage(definition: PackageDefinition): void;
  /** Replaces styles of the running app; pages keep everything. */
  updateStyles(styles: Record<string, string>): void;
  /**
   * Replaces templates of the running app; pages keep their data.
   *
   * @param tags Built-in tags that they may use; those that are not loaded yet are loaded first. Absent: all.
   * @returns A promise where something has to be loaded first.
   */
  updateTemplates(templates: Record<string, TemplateGroup>, tags?: BundleUses["tags"]): Promise<void> | undefined;
}
