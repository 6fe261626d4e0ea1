import { readFileSync } from "node:fs";
import { ConfigError } from "./config-error.js";
import { readConfigText } from "./config-text.js";
import type { Knob } from "./knob.js";
import { KNOBS, SETTING_NAMES, type SettingName, type Settings } from "./knobs.js";

/** Where the value of a setting came from; the later ones win. */
export type SettingSource = "default" | "file" | "environment" | "command line";

export interface LoadedSettings {
  settings: Settings;
  sources: Record<SettingName, SettingSource>;
}

export interface SettingSources {
  /** Path of a file of settings. Default: none. */
  file?: string;
  /** Default: nothing is taken from the environment. */
  env?: NodeJS.ProcessEnv;
  /** What the command line says. */
  overrides?: Partial<Settings>;
}

/**
 * Brings the settings of all sources together.
 *
 * @throws ConfigError that names every setting which is unknown or has a value that it may not have, with its place
 */
export function loadSettings({ file, env = {}, overrides = {} }: SettingSources = {}): LoadedSettings {
  const settings: Record<string, unknown> = {};
  const sources: Record<string, SettingSource> = {};
  const take = (values: Partial<Record<string, unknown>>, source: SettingSource) => {
    for (const [name, value] of Object.entries(values)) {
      if (value === undefined) continue;
      settings[name] = value;
      sources[name] = source;
    }
  };
  take(Object.fromEntries(SETTING_NAMES.map((name) => [name, KNOBS[name].default])), "default");
  const problems: string[] = [];
  if (file !== undefined) {
    const { values, problems: found } = readConfigText(readText(file), file);
    problems.push(...found);
    take(values, "file");
  }
  take(fromEnvironment(env, problems), "environment");
  take(overrides, "command line");
  if ((settings["tls.certificate"] === null) !== (settings["tls.key"] === null)) {
    problems.push("tls.certificate and tls.key belong together: set both or none");
  }
  if (problems.length > 0) throw new ConfigError(problems.join("\n"));
  return { settings: settings as Settings, sources: sources as Record<SettingName, SettingSource> };
}

/** The variable of the environment that stands for a setting: LIANMAI_LIMITS_SOCKETS for limits.sockets. */
export function variableOf(name: SettingName): string {
  return `LIANMAI_${name
    .replace(/\./g, "_")
    .replace(/([a-z\d])([A-Z])/g, "$1_$2")
    .toUpperCase()}`;
}

function fromEnvironment(env: NodeJS.ProcessEnv, problems: string[]): Record<string, unknown> {
  const values: Record<string, unknown> = {};
  for (const name of SETTING_NAMES) {
    const given = env[variableOf(name)];
    // An empty variable is one that somebody cleared.
    if (given === undefined || given === "") continue;
    const knob: Knob<unknown> = KNOBS[name];
    const value = knob.parse(given);
    if (knob.accepts(value)) values[name] = value;
    else problems.push(`${variableOf(name)} must be ${knob.range}, and is "${given}"`);
  }
  return values;
}

function readText(file: string): string {
  try {
    return readFileSync(file, "utf8");
  } catch (cause) {
    const { code } = cause as NodeJS.ErrnoException;
    throw new ConfigError(
      `the settings in ${file} cannot be read (${code}): name a file that is there and that this user may read`,
      {
        cause,
      },
    );
  }
}
