import { readSettings } from "../project/project.js";
import { version } from "../version.js";
import type { DevOptions } from "./start-dev.js";

/** What `dev` was told for a project beside where to listen. */
type Given = Pick<DevOptions, "phones" | "rewrites" | "backEnds" | "pages">;

/** What runs beside a project: as its `lianmai.json` says, and over it as the command line says. */
export function devOptionsOf(project: string, given: Given): Given & Pick<DevOptions, "project" | "version"> {
  const { rewrites, backEnds } = readSettings(project);
  return {
    ...given,
    project,
    rewrites: { ...rewrites, ...given.rewrites },
    backEnds: { ...backEnds, ...given.backEnds },
    version,
  };
}
