import { cpSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { onTestFinished } from "vitest";

/** A project folder of one test, removed at its end. */
export interface TemporaryProject {
  root: string;
  write(files: Record<string, string>): void;
  remove(path: string): void;
}

/** @param files Content by path; laid over a copy of `fixture` when that is given. */
export function temporaryProject(files: Record<string, string>, fixture?: string): TemporaryProject {
  const root = mkdtempSync(join(tmpdir(), "lianmai-compiler-"));
  onTestFinished(() => rmSync(root, { recursive: true, force: true }));
  if (fixture !== undefined) cpSync(fixturePath(fixture), root, { recursive: true });
  const project: TemporaryProject = {
    root,
    write(changed) {
      for (const [path, content] of Object.entries(changed)) {
        mkdirSync(dirname(join(root, path)), { recursive: true });
        writeFileSync(join(root, path), content);
      }
    },
    remove: (path) => rmSync(join(root, path), { recursive: true }),
  };
  project.write(files);
  return project;
}

/** Folder of a project under `fixtures/`. */
export function fixturePath(name: string): string {
  return new URL(`../../fixtures/${name}`, import.meta.url).pathname;
}

/** The files of the smallest project with one page. */
export function onePage(page: Partial<Record<"js" | "ttml" | "ttss" | "json", string>>): Record<string, string> {
  const files: Record<string, string> = {
    "app.json": JSON.stringify({ pages: ["pages/index/index"] }),
    "app.js": "App({});",
    "pages/index/index.js": "Page({});",
    "pages/index/index.ttml": "<view></view>",
  };
  for (const [suffix, content] of Object.entries(page)) files[`pages/index/index.${suffix}`] = content;
  return files;
}
