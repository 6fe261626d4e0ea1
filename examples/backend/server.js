// A business server in front of the RTC service: it knows who its users are, and gives them tokens for rooms.
// The AppKey stays here; the mini-program and the web page only ever see tokens.
import { createHmac, timingSafeEqual } from "node:crypto";
import { createServer } from "node:http";
import { AccessToken, Privilege } from "@lianmai/server-sdk";

const { LIANMAI_APP_ID, LIANMAI_APP_KEY, CODE2SESSION_URL, PORT = "3000", HOST = "127.0.0.1" } = process.env;
// Of the mini-program itself, from the platform's console. The simulator takes any secret.
const { MINI_APP_ID = "tt0123456789abcdef01", MINI_APP_SECRET = "local" } = process.env;
if (!LIANMAI_APP_ID || !LIANMAI_APP_KEY) {
  throw new Error("Set LIANMAI_APP_ID and LIANMAI_APP_KEY; `npm run -s app` prints them.");
}

const isId = (value) => typeof value === "string" && /^[a-zA-Z0-9@._-]{1,128}$/.test(value);
const TOKEN_LIFETIME = 24 * 3600; // seconds

/** What users call themselves, by user id. A real server has them in its database. */
const names = new Map();

function remember(userId, name) {
  names.delete(userId);
  names.set(userId, name);
  // The oldest go, so that strangers cannot fill the memory.
  if (names.size > 10_000) names.delete(names.keys().next().value);
}

/** A refusal that the client gets to read. */
class Refusal extends Error {
  constructor(status, message) {
    super(message);
    this.status = status;
  }
}

const sign = (userId) => createHmac("sha256", LIANMAI_APP_KEY).update(`session of ${userId}`).digest("base64url");

/** Who a session belongs to. */
function userOf(session) {
  const [userId = "", signature = ""] = String(session ?? "").split("~");
  const [given, right] = [Buffer.from(signature), Buffer.from(sign(userId))];
  if (given.length !== right.length || !timingSafeEqual(given, right)) {
    throw new Refusal(401, "The session is not valid; call POST /api/login again.");
  }
  return userId;
}

const routes = {
  /** Turns the one-time code of tt.login into a user and a session. */
  async "/api/login"({ code }) {
    if (!CODE2SESSION_URL) throw new Refusal(503, "CODE2SESSION_URL is not set: this server cannot ask who logged in.");
    const body = JSON.stringify({ appid: MINI_APP_ID, secret: MINI_APP_SECRET, code });
    const headers = { "content-type": "application/json" };
    const answer = await (await fetch(CODE2SESSION_URL, { method: "POST", headers, body })).json();
    if (answer.err_no !== 0) throw new Refusal(401, `The platform refused the login: ${answer.err_tips}`);
    const userId = answer.data.openid || answer.data.anonymous_openid;
    return { userId, session: `${userId}~${sign(userId)}`, appId: LIANMAI_APP_ID };
  },

  /** A token for one room. Users of the mini-program show their session; web users have ids that begin with `web-`. */
  async "/api/rtc/token"({ roomId, userId: webUser, name }, session) {
    const isWeb = !session && typeof webUser === "string" && webUser.startsWith("web-");
    const userId = isWeb ? webUser : userOf(session);
    if (!isId(roomId) || !isId(userId)) {
      throw new Refusal(400, "roomId and userId must be 1 to 128 characters out of letters, digits, @ . _ and -");
    }
    if (typeof name === "string" && name) remember(userId, name.slice(0, 20));
    const expireAt = Math.floor(Date.now() / 1000) + TOKEN_LIFETIME;
    const token = new AccessToken({ appId: LIANMAI_APP_ID, roomId, userId, expireAt })
      .grant(Privilege.PublishStream)
      .grant(Privilege.SubscribeStream)
      .serialize(LIANMAI_APP_KEY);
    return { appId: LIANMAI_APP_ID, userId, token };
  },

  /** What the users with these ids call themselves. */
  async "/api/users"({ userIds }) {
    if (!Array.isArray(userIds)) throw new Refusal(400, "userIds must be a list");
    return { names: Object.fromEntries(userIds.slice(0, 100).map((userId) => [userId, names.get(userId) ?? ""])) };
  },
};

async function readJson(request) {
  let text = "";
  for await (const chunk of request.setEncoding("utf8")) {
    text += chunk;
    if (text.length > 16_384) throw new Refusal(413, "The body is larger than 16 kB.");
  }
  try {
    return Object(JSON.parse(text || "{}"));
  } catch {
    throw new Refusal(400, "The body is not JSON.");
  }
}

export const server = createServer(async (request, response) => {
  // The web page of examples/web-call may come from another origin. It sends no cookies, so any may ask.
  response.setHeader("access-control-allow-origin", "*");
  response.setHeader("access-control-allow-headers", "content-type, authorization");
  if (request.method === "OPTIONS") return response.writeHead(204).end();
  let status = 200;
  let answer;
  try {
    const route = request.method === "POST" && Object.hasOwn(routes, request.url) && routes[request.url];
    if (!route) throw new Refusal(404, `There is no ${request.method} ${request.url}.`);
    const session = request.headers.authorization?.replace(/^Bearer /, "");
    answer = await route(await readJson(request), session);
  } catch (error) {
    if (!(error instanceof Refusal)) console.error(error);
    status = error.status ?? 500;
    answer = { error: status === 500 ? "The server failed; its log says why." : error.message };
  }
  response.writeHead(status, { "content-type": "application/json; charset=utf-8" }).end(JSON.stringify(answer));
});

server.listen(Number(PORT), HOST, () => console.log(`listening on http://${HOST}:${server.address().port}`));
