import { statSync } from "node:fs";
import { basename, join, relative, resolve, sep } from "node:path";
import {
  type BundleChange,
  type CompiledBundle,
  changeBetween,
  type Diagnostic,
  ProjectCompiler,
} from "@lianmai/compiler";
import { type FSWatcher, watch } from "chokidar";
import { EventEmitter } from "eventemitter3";
import type { CompileState, ServedChange } from "../messages.js";
import { isAsset } from "./project-assets.js";

/** Milliseconds of quiet before a compilation begins: one saved file is told of more than once. */
const QUIET = 4;
/**
 * Milliseconds that a file which was found empty is given: many editors empty a file before they write it, and what is
 * compiled in between would take the page away.
 */
const EMPTY_QUIET = 60;
/** Folders whose content never changes what the mini-program does. */
const IGNORED_FOLDERS = new Set(["node_modules", "dist"]);

export interface ProjectBuildEvents {
  /** A compilation ended; `change` is there where the served bundle changed. */
  compiled: [state: CompileState, change?: ServedChange];
  /** The folder cannot be watched any more; what was compiled is still served. */
  watchFailed: [error: Error];
}

/** A project that is compiled now and after every change. The last bundle that compiled without errors is kept. */
export class ProjectBuild extends EventEmitter<ProjectBuildEvents> {
  readonly root: string;
  readonly #compiler: ProjectCompiler;
  readonly #changed = new Set<string>();
  #state: CompileState = { phase: "compiling", round: 0, milliseconds: 0, finishedAt: 0, diagnostics: [] };
  #bundle: CompiledBundle | undefined;
  #watcher: FSWatcher | undefined;
  /** Folder of the mini-program when watching began. */
  #watchedProgram = "";
  #timer: NodeJS.Timeout | undefined;
  #running: Promise<void> | undefined;
  #closed = false;

  /** @param root Folder of the project, absolute or relative to the working directory. */
  constructor(root: string) {
    super();
    this.root = resolve(root);
    this.#compiler = new ProjectCompiler(this.root);
  }

  get state(): CompileState {
    return this.#state;
  }

  /** What is served: the last bundle without errors. */
  get bundle(): CompiledBundle | undefined {
    return this.#bundle;
  }

  /** Folder of the mini-program itself, whose assets are served; below `root` where the project says so. */
  get assetRoot(): string {
    return this.#bundle?.root ?? this.root;
  }

  /** Compiles for the first time and watches from then on. Errors of the project are a state, not a rejection. */
  async start(): Promise<void> {
    // Only the compilation tells where the mini-program lies.
    await this.#compile(undefined);
    await this.#watch();
  }

  async close(): Promise<void> {
    this.#closed = true;
    clearTimeout(this.#timer);
    await this.#watcher?.close();
    await this.#running;
    await this.#compiler.dispose();
    this.removeAllListeners();
  }

  async #watch(): Promise<void> {
    const program = this.assetRoot;
    const watcher = watch(this.root, {
      ignoreInitial: true,
      ignored: (path) => isIgnored(this.root, program, path),
      // Editors that save by replacing the file look like a change, not like a removal.
      atomic: 20,
    });
    this.#watcher = watcher;
    this.#watchedProgram = program;
    watcher.on("all", (_event, path) => this.#note(path));
    // chokidar drops a change that follows another one of the same file within 50 ms, as a formatter that runs on
    // saving makes it; the raw events tell of every one.
    watcher.on("raw", (event, name, details) => {
      if (event !== "change" || !name) return;
      const { watchedPath } = details as { watchedPath: string };
      const path = basename(watchedPath) === name ? watchedPath : join(watchedPath, name);
      if (!isIgnored(this.root, program, path)) this.#note(path);
    });
    watcher.on("error", (error) => this.emit("watchFailed", error instanceof Error ? error : new Error(String(error))));
    await new Promise<void>((resolve) => watcher.once("ready", resolve));
  }

  /** The project may say that its mini-program lies in a folder that is otherwise ignored, such as `dist`. */
  async #watchAnew(): Promise<void> {
    await this.#watcher?.close();
    if (!this.#closed) await this.#watch();
  }

  #note(path: string): void {
    this.#changed.add(relative(this.root, path).split(sep).join("/"));
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#settle(), QUIET);
  }

  /** Compiles what has changed meanwhile, one compilation at a time, once no file is half saved. */
  #settle(): void {
    if (this.#running || this.#closed || this.#changed.size === 0) return;
    if ([...this.#changed].some((path) => isEmpty(join(this.root, path)))) {
      this.#timer = setTimeout(() => this.#next(), EMPTY_QUIET);
    } else this.#next();
  }

  #next(): void {
    if (this.#running || this.#closed) return;
    const changed = [...this.#changed];
    this.#changed.clear();
    this.#running = this.#compile(changed).finally(() => {
      this.#running = undefined;
      this.#settle();
    });
  }

  async #compile(changed: string[] | undefined): Promise<void> {
    const began = performance.now();
    this.#state = { ...this.#state, phase: "compiling" };
    let bundle: CompiledBundle | undefined;
    let diagnostics: Diagnostic[];
    try {
      ({ bundle, diagnostics } = await this.#compiler.compile(changed));
    } catch (error) {
      // A fault of the compiler must not end the server: it is shown where errors are looked for.
      diagnostics = [faultOf(error)];
    }
    const before = this.#bundle;
    if (bundle) this.#bundle = bundle;
    this.#state = {
      phase: bundle ? "ready" : "failed",
      round: this.#state.round + 1,
      milliseconds: Math.round(performance.now() - began),
      finishedAt: Date.now(),
      diagnostics,
      ...(this.#bundle ? { hash: this.#bundle.hash } : {}),
    };
    if (this.#closed) return;
    if (this.#watcher && this.assetRoot !== this.#watchedProgram) await this.#watchAnew();
    this.emit("compiled", this.#state, bundle && changeOf(before, bundle, changed ?? []));
  }
}

function changeOf(
  before: CompiledBundle | undefined,
  after: CompiledBundle,
  changed: string[],
): ServedChange | undefined {
  if (!before) return { from: "", change: { kind: "reload" } };
  // A picture is no part of the bundle, so its change shows only after a reload.
  const change: BundleChange = changed.some(isAsset) ? { kind: "reload" } : changeBetween(before, after);
  return before.hash === after.hash && change.kind === "none" ? undefined : { from: before.hash, change };
}

/** @param program Folder of the mini-program; it is watched even where it lies in an ignored folder. */
function isIgnored(root: string, program: string, path: string): boolean {
  const inProgram = relative(program, path);
  if (inProgram === "" || relative(path, program).split(sep)[0] !== "..") return false;
  const parts = (inProgram.split(sep)[0] === ".." ? relative(root, path) : inProgram).split(sep);
  return parts.some((part) => IGNORED_FOLDERS.has(part) || part.startsWith("."));
}

function isEmpty(file: string): boolean {
  try {
    const found = statSync(file);
    return found.isFile() && found.size === 0;
  } catch {
    // Gone, or not to be read: the compilation says so.
    return false;
  }
}

function faultOf(error: unknown): Diagnostic {
  const message = error instanceof Error ? (error.stack ?? error.message) : String(error);
  return { severity: "error", code: "compiler-fault", message, file: "", line: 1, column: 1 };
}
