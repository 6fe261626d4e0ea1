// npm run -s compat:report: how much of the original's server side this service has. Figures go to standard output, one
// a line, and a verdict at the end. Vectors have to pass; actions and events that are missing are named.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { main } from "./lib/main.mjs";
import { root } from "./lib/paths.mjs";
import { Report } from "./lib/report.mjs";
import { setUp } from "./lib/setup.mjs";
import { Steps } from "./lib/steps.mjs";

/** What this service has chosen where the vectors leave it open. */
const OWN_CHOICES = {
  "privileges not in ascending order, signed as sent": "valid",
  "one extra byte after the signature": "malformed",
};

await main(async () => {
  await setUp({ worker: false, web: false, steps: new Steps({ stream: process.stderr, quiet: true }) });
  const report = new Report();

  for (const [name, results] of Object.entries(await judgeVectors())) {
    const failed = results.filter(({ passed }) => !passed);
    report.figure(`${name} vectors passed`, results.length - failed.length, "vectors");
    report.figure(`${name} vectors`, results.length, "vectors");
    if (results.length === 0) report.short(`${name} vectors: there are none`);
    for (const vector of failed) report.short(`${name} vector "${vector.name}"`);
  }

  const { known, offered } = await actions();
  const missing = known.filter((pair) => !offered.includes(pair));
  report.figure("actions implemented", offered.length, "action versions");
  report.figure("actions known", known.length, "action versions");
  const names = (pairs) => [...new Set(pairs.map((pair) => pair.split(" ")[0]))];
  const partly = names(offered);
  report.figure("action names implemented", partly.length, "actions");
  report.figure("action names known", names(known).length, "actions");
  if (missing.length > 0)
    report.short(`actions ${names(missing.filter((pair) => !partly.includes(pair.split(" ")[0]))).join(", ")}`);
  const versions = missing.filter((pair) => partly.includes(pair.split(" ")[0]));
  if (versions.length > 0) report.short(`versions ${versions.join(", ")}`);

  const { OFFERED_EVENTS, KNOWN_EVENTS_NOT_OFFERED } = await server("webhooks/event-names.js");
  report.figure("events implemented", OFFERED_EVENTS.length, "events");
  report.figure("events known", OFFERED_EVENTS.length + KNOWN_EVENTS_NOT_OFFERED.length, "events");
  if (KNOWN_EVENTS_NOT_OFFERED.length > 0) report.short(`events ${KNOWN_EVENTS_NOT_OFFERED.join(", ")}`);

  report.finish();
});

/** A file of the server's build. */
function server(path) {
  return import(pathToFileURL(join(root, "packages/server/dist", path)).href);
}

/** Every action and version, as `name version`: those that the table knows, and those of them that are offered. */
async function actions() {
  const { FieldTable } = await server("openapi/field-table.js");
  const { createActions } = await server("openapi/actions/index.js");
  const known = FieldTable.load()
    .all()
    .map(({ action, version }) => `${action} ${version}`);
  // Only asked what there is: no action is run, so none needs what it would work on.
  const offered = Object.entries(createActions({})).flatMap(([action, { versions }]) =>
    versions.map((version) => `${action} ${version}`),
  );
  const stray = offered.filter((pair) => !known.includes(pair));
  if (stray.length > 0) throw new Error(`offered, but not in the table: ${stray.join(", ")}`);
  return { known, offered };
}

async function judgeVectors() {
  const sdk = await import(pathToFileURL(join(root, "packages/server-sdk/dist/index.js")).href);
  const read = (name) => JSON.parse(readFileSync(join(root, "packages/server-sdk/vectors", name), "utf8"));
  const tokens = read("token-vectors.json");
  const signatures = read("signature-vectors.json");
  return {
    token: [
      ...tokens.valid.map((vector) => judge(vector.name, () => writesToken(sdk, vector))),
      ...tokens.decode.map((vector) => judge(vector.name, () => judgesToken(sdk, vector))),
    ],
    OpenAPI: await judgeRequests(signatures.openapi),
    webhook: signatures.webhook.map(({ name, event, secretKey, signature }) =>
      judge(name, () => sdk.signWebhook(event, secretKey) === signature),
    ),
  };
}

function judge(name, passes) {
  try {
    return { name, passed: passes() };
  } catch {
    return { name, passed: false };
  }
}

function writesToken({ AccessToken }, vector) {
  const token = new AccessToken(vector);
  for (const { privilege, expireAt } of vector.grantCalls) token.grant(privilege, expireAt);
  return token.serialize(vector.appKey) === vector.token && AccessToken.parse(vector.token).verify(vector.appKey);
}

/** Whoever the tokens were made for: these vectors are of one app, room and user, at one time. */
function judgesToken({ explainToken }, { name, token, appKey, expect }) {
  const expectation = { appId: "661e1234abcd5678ef90543c", roomId: "Room1", userId: "user1", now: 1_700_000_000 };
  const verdict = explainToken(token, { ...expectation, appKeys: [appKey] });
  const reason = verdict.ok ? "valid" : verdict.problems[0].reason;
  const wanted = { valid: "valid", "bad-signature": "token_wrong_key", malformed: "token_malformed" };
  return reason === wanted[expect === "implementation-defined" ? OWN_CHOICES[name] : expect];
}

async function judgeRequests(vectors) {
  const { Authenticator } = await server("openapi/authenticator.js");
  return await Promise.all(
    vectors.map(async (change) => {
      const base = vectors.find(({ name }) => name === change.basedOn) ?? change;
      const vector = { ...base, ...change, headers: { ...base.headers, ...change.changeHeader } };
      const { accessKeyId, secretKey, method, params, queryString, headers } = vector;
      const body = Buffer.from(change.changeBodyTo ?? vector.body ?? "", "utf8");
      const query = [...new URLSearchParams(queryString ?? params)];
      const xDate = headers["x-date"] ?? new Map(query).get("X-Date");
      const now = Date.parse(xDate.replace(/^(....)(..)(..)T(..)(..)(..)Z$/, "$1-$2-$3T$4:$5:$6Z"));
      const keys = { get: async (id) => (id === accessKeyId ? { accessKeyId, secretKey, enabled: true } : undefined) };
      try {
        await new Authenticator(keys, { now: () => now }).authenticate({ method, query, headers, body });
        return { name: change.name, passed: change.accept };
      } catch (error) {
        const wanted = change.error?.split(" or ") ?? [];
        return { name: change.name, passed: !change.accept && wanted.includes(error.code) };
      }
    }),
  );
}
