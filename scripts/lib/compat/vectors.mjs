// The published vectors, each run against the build.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { root } from "../paths.mjs";
import { server, serverSdk } from "./server.mjs";

/** What this service has chosen where the vectors leave it open. */
const OWN_CHOICES = {
  "privileges not in ascending order, signed as sent": "valid",
  "one extra byte after the signature": "malformed",
};

/** Whether each vector passes, by what it is for. */
export async function judgeVectors() {
  const sdk = await serverSdk();
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
