import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { afterEach, beforeEach, describe, expect, test } from "vitest";
import { exampleConfig, printConfig } from "./config-print.js";
import { readConfigText } from "./config-text.js";
import { KNOBS, SETTING_NAMES, type SettingName } from "./knobs.js";
import { serviceOptionsOf } from "./service-settings.js";
import { loadSettings, variableOf } from "./settings.js";

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), "lianmai-config-"));
});
afterEach(() => rm(folder, { recursive: true }));

async function inFile(text: string): Promise<string> {
  const file = join(folder, "lianmai.jsonc");
  await writeFile(file, text);
  return file;
}

describe("the example file", () => {
  test("has every setting, at its default, and is the one in the tree", async () => {
    const example = exampleConfig();
    const { values, problems } = readConfigText(example, "example");
    expect(problems).toEqual([]);
    const defaults = Object.fromEntries(SETTING_NAMES.map((name) => [name, KNOBS[name].default]));
    expect(values).toEqual(defaults);
    expect(Object.keys(values)).toEqual(SETTING_NAMES);
    // Made by `lianmai serve --example-config > deploy/lianmai.example.jsonc`.
    expect(await readFile(new URL("../../../../deploy/lianmai.example.jsonc", import.meta.url), "utf8")).toBe(example);
  });

  test("explains every setting in both languages", () => {
    for (const name of SETTING_NAMES) {
      expect(KNOBS[name].zh, name).toMatch(/\p{Script=Han}/u);
      expect(KNOBS[name].en.length, name).toBeGreaterThan(8);
      expect(exampleConfig()).toContain(variableOf(name));
    }
  });

  test("gives the service what it does without any settings", () => {
    const options = serviceOptionsOf(loadSettings().settings, {});
    expect(options).toMatchObject({
      limits: { visibleParticipants: 50, publishingParticipants: 30, invisibleParticipants: 10_000, sockets: 10_000 },
      times: { silence: 30_000, tokenWarning: 30_000 },
      webhooks: { allowPrivateAddresses: false, timeout: 5_000, backOff: [10_000, 60_000] },
      history: { retention: { points: 24 * 3600 * 1000, minutes: 30 * 24 * 3600 * 1000 } },
      trustedProxies: [],
    });
    expect(options.tracing).toBeUndefined();
  });
});

describe("settings", () => {
  test("come from the file, the environment and the command line, the last one first", async () => {
    const file = await inFile('{ "port": 1111, "limits": { "sockets": 5, "rooms": 6 }, "log.level": "warn", }');
    const env = { LIANMAI_PORT: "2222", LIANMAI_LIMITS_ROOMS: "7", LIANMAI_HTTP_TRUSTED_PROXIES: "10.0.0.0/8, ::1" };
    const { settings, sources } = loadSettings({ file, env, overrides: { port: 3333 } });
    expect(settings).toMatchObject({ port: 3333, "limits.sockets": 5, "limits.rooms": 7, "log.level": "warn" });
    expect(settings["http.trustedProxies"]).toEqual(["10.0.0.0/8", "::1"]);
    expect(sources).toMatchObject({
      port: "command line",
      "limits.sockets": "file",
      "limits.rooms": "environment",
      host: "default",
    });
  });

  test.each<[string, string, string]>([
    [
      "an unknown name",
      '{\n  "limits": {\n    "socket": 5 } }',
      "3:5: there is no setting limits.socket; did you mean limits.sockets?",
    ],
    ["another letter case", '{ "Port": 1 }', "1:3: there is no setting Port; did you mean port?"],
    ["a name of nothing near", '{ "colour": 1 }', "1:3: there is no setting colour"],
    ["a text for a number", '{ "port": "many" }', '1:11: port must be a whole number from 0 to 65535, and is "many"'],
    [
      "a number out of range",
      '{ "limits.rooms": 0 }',
      "1:19: limits.rooms must be a whole number from 1 to 1000000, and is 0",
    ],
    ["a fraction", '{ "media": { "port": 1.5 } }', "media.port must be a whole number from 1 to 65535, and is 1.5"],
    [
      "null for what must be there",
      '{ "host": null }',
      "host must be an IP address of this machine, or localhost, and is null",
    ],
    ["an object for a value", '{ "port": {} }', "port must be"],
    ["a value for a group", '{ "limits": 5 }', "there is no setting limits"],
    [
      "a list with a wrong entry",
      '{ "metrics.allow": ["here"] }',
      'each an address or a network such as 10.0.0.0/8, and is ["here"]',
    ],
    ["a level that there is not", '{ "log": { "level": "loud" } }', 'log.level must be one of "trace"'],
    ["the same twice", '{ "port": 1, "port": 2 }', "1:14: port is set twice"],
    ["the same twice in two ways", '{ "log.level": "info", "log": { "level": "warn" } }', "log.level is set twice"],
    ["a name of every object", '{ "__proto__": 1, "constructor": 2 }', "there is no setting __proto__"],
    ["a list for the whole", "[]", "1:1: the settings must be one object"],
    ["nothing", "", "the text is no JSON"],
    ["what breaks off", '{\n  "port": 1', "2:12: the text is no JSON: CloseBraceExpected"],
    ["half a certificate", '{ "tls.key": "x.pem" }', "tls.certificate and tls.key belong together"],
  ])("with %s are refused", async (_what, text, problem) => {
    const file = await inFile(text);
    expect(() => loadSettings({ file })).toThrow(problem);
  });

  test("are refused with all that is wrong at once", async () => {
    const file = await inFile('{ "port": -1, "prot": 1 }');
    expect(() => loadSettings({ file, env: { LIANMAI_LIMITS_ROOMS: "no" } })).toThrow(
      /1:11: port must .*\n.*there is no setting prot.*\nLIANMAI_LIMITS_ROOMS must be a whole number from 1 to 1000000, and is "no"$/,
    );
  });

  test("in a file that is not there are refused", () => {
    expect(() => loadSettings({ file: join(folder, "none") })).toThrow(/none cannot be read \(ENOENT\)/);
  });

  test("are printed with their sources, and read again give the same", async () => {
    const loaded = loadSettings({
      env: { LIANMAI_TRACING_ENDPOINT: "https://user:hunter2@traces.example.com/v1/traces", LIANMAI_LIMITS_ROOMS: "9" },
    });
    const printed = printConfig(loaded);
    expect(printed).not.toContain("hunter2");
    expect(printed).toContain('"rooms": 9, // environment');
    const { values, problems } = readConfigText(printed, "printed");
    expect(problems).toEqual([]);
    const { "tracing.endpoint": _endpoint, ...others } = loaded.settings;
    expect(values).toMatchObject(others);
  });

  test("have variables of their own names", () => {
    const variables = SETTING_NAMES.map(variableOf);
    expect(new Set(variables).size).toBe(SETTING_NAMES.length);
    expect(variableOf("limits.socketsPerAddress" satisfies SettingName)).toBe("LIANMAI_LIMITS_SOCKETS_PER_ADDRESS");
  });
});

describe("secrets", () => {
  test("come from a file or the environment, and not from both", async () => {
    const secretFile = join(folder, "secret");
    await writeFile(secretFile, "a secret of some length\n");
    const { settings } = loadSettings({ env: { LIANMAI_ADMIN_SECRET_FILE: secretFile } });
    expect(serviceOptionsOf(settings, {}).admin).toMatchObject({ secret: "a secret of some length" });
    const plain = loadSettings().settings;
    expect(serviceOptionsOf(plain, { LIANMAI_ADMIN_SECRET: "another secret" }).admin?.secret).toBe("another secret");
    expect(() => serviceOptionsOf(settings, { LIANMAI_ADMIN_SECRET: "x" })).toThrow("both set");
    await rm(secretFile);
    expect(() => serviceOptionsOf(settings, {})).toThrow(/admin.secretFile names .*ENOENT/);
  });
});
