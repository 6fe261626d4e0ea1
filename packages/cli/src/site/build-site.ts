import { basename } from "node:path";
import { type CompiledBundle, type Diagnostic, ProjectCompiler } from "@lianmai/compiler";
import { PROGRAM_PAGE, PROGRAM_PAGE_FORMAT, type ProgramSettings } from "@lianmai/protocol";
import { ignoreRules, readAssets } from "./project-files.js";
import { type RuntimeFiles, readRuntimeFiles } from "./runtime-files.js";
import { folderDigest, type Site } from "./site.js";

export interface BuildSiteOptions {
  /** Folder of the project, absolute. */
  project: string;
  /** Origin of the RTC service; empty = wherever the page comes from. */
  server?: string;
  /** Whether `tt.request` goes through the server's proxy; default whether a server is named. */
  proxy?: boolean;
  /** Puts positions of the sources into the script, for errors and debuggers; default false. */
  sourceMaps?: boolean;
}

export interface BuiltSite {
  diagnostics: Diagnostic[];
  /** Absent where the project has errors. */
  site?: Site;
}

/**
 * Builds a project for publishing: the mini-program's script small and without source maps, the runtime, and a page
 * that fills the screen. Paths carry digests of what is below them, so that they may be kept for ever.
 */
export async function buildSite(options: BuildSiteOptions): Promise<BuiltSite> {
  const compiler = new ProjectCompiler(options.project, {
    minify: true,
    sourceMaps: options.sourceMaps ? "inline" : "none",
  });
  try {
    const { bundle, diagnostics } = await compiler.compile();
    if (bundle === undefined) return { diagnostics };
    return { diagnostics, site: await assemble(bundle, await readRuntimeFiles(), options) };
  } finally {
    await compiler.dispose();
  }
}

async function assemble(bundle: CompiledBundle, runtime: RuntimeFiles, options: BuildSiteOptions): Promise<Site> {
  const { appid, projectname } = bundle.project;
  const name = projectname || basename(options.project);
  const runtimeFolder = `r/${folderDigest(runtime.files)}/`;
  const program = await readAssets(bundle.root, await ignoreRules(options.project));
  const scripts = { "app.js": bundle.script, ...bundle.scripts };
  for (const [script, text] of Object.entries(scripts)) program.set(script, Buffer.from(text));
  program.set("frame.html", Buffer.from(framePage(runtime.framePage, `../../${runtimeFolder}`)));
  const programFolder = `v/${folderDigest(program)}/`;

  const files = new Map<string, Buffer>();
  for (const [path, content] of runtime.files) files.set(runtimeFolder + path, content);
  for (const [path, content] of program) files.set(programFolder + path, content);
  files.set("sw.js", runtime.serviceWorker);
  files.set("manifest.webmanifest", Buffer.from(webManifest(name, runtimeFolder)));
  files.set(
    PROGRAM_PAGE,
    Buffer.from(page(runtime.page, name, runtimeFolder, settings(appid, name, `${programFolder}frame.html`, options))),
  );
  const hash = folderDigest(files);
  return { appid, name, hash, files, origins: originsIn(Object.values(scripts).join("\n")) };
}

function settings(appid: string, name: string, frame: string, options: BuildSiteOptions): ProgramSettings {
  const server = options.server ?? "";
  const base = server === "" ? "" : new URL(`p/${encodeURIComponent(appid)}/`, `${server}/`).href;
  const proxy = options.proxy ?? server !== "";
  return {
    format: PROGRAM_PAGE_FORMAT,
    appid,
    name,
    version: "",
    frame,
    server,
    login: base === "" ? "" : `${base}login`,
    proxy: proxy && base !== "" ? `${base}fetch` : "",
    channel: "",
  };
}

/** The page that runs the mini-program stands beside its script; what it loads of the runtime stands elsewhere. */
function framePage(html: string, runtime: string): string {
  return html.replace(/\b(href|src)="(lianmai-[^"]+)"/g, `$1="${runtime}$2"`);
}

function page(html: string, name: string, runtime: string, settings: ProgramSettings): string {
  return html
    .replaceAll("%NAME%", () => escapeHtml(name))
    .replaceAll("%RUNTIME%", () => runtime)
    .replace('"%SETTINGS%"', () => scriptJson(settings));
}

function webManifest(name: string, runtime: string): string {
  const icon = (file: string, sizes: string, type: string) => ({ src: runtime + file, sizes, type, purpose: "any" });
  return JSON.stringify({
    id: "./",
    start_url: "./",
    scope: "./",
    name,
    short_name: name,
    display: "standalone",
    orientation: "portrait",
    background_color: "#ffffff",
    theme_color: "#ffffff",
    icons: [
      icon("icon-192.png", "192x192", "image/png"),
      icon("icon-512.png", "512x512", "image/png"),
      icon("icon.svg", "any", "image/svg+xml"),
    ],
  });
}

function escapeHtml(text: string): string {
  return text.replace(/[&<>"]/g, (sign) => `&#${sign.charCodeAt(0)};`);
}

/** JSON that cannot end the element it stands in. */
function scriptJson(value: unknown): string {
  return JSON.stringify(value).replaceAll("<", "\\u003c");
}

/** Origins that stand in the script as texts; those that are put together at run time cannot be seen. */
function originsIn(script: string): string[] {
  const found = script.match(/\b(?:https?|wss?):\/\/[\w.-]+(?::\d+)?(?=[/"'`?#\s]|$)/g) ?? [];
  return [...new Set(found)].filter((origin) => !origin.includes("//www.w3.org")).sort();
}
