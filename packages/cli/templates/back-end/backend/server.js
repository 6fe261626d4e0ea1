// 业务后端：知道用户是谁，为他们签发进房 Token。AppKey 只在这里，不进小程序。
import { createHmac, timingSafeEqual } from "node:crypto";
import { createServer } from "node:http";
import { AccessToken, Privilege } from "@lianmai/server-sdk";

// lianmai dev 与 preview 会设置这些环境变量；上线时由自己设置。
const { LIANMAI_APP_ID, LIANMAI_APP_KEY, CODE2SESSION_URL, PORT = "3000", HOST = "127.0.0.1" } = process.env;
const { MINI_APP_ID = "{{APPID}}", MINI_APP_SECRET = "local" } = process.env;
if (!LIANMAI_APP_ID || !LIANMAI_APP_KEY || !CODE2SESSION_URL) {
  throw new Error("请设置 LIANMAI_APP_ID、LIANMAI_APP_KEY（lianmai app 会显示）和 CODE2SESSION_URL");
}
const TOKEN_LIFETIME = 24 * 3600; // 秒

const sign = (userId) => createHmac("sha256", LIANMAI_APP_KEY).update(`session of ${userId}`).digest("base64url");

/** 会话属于谁。 */
function userOf(session) {
  const [userId = "", signature = ""] = String(session ?? "").split("~");
  const [given, right] = [Buffer.from(signature), Buffer.from(sign(userId))];
  if (given.length === right.length && timingSafeEqual(given, right)) return userId;
  throw Object.assign(new Error("会话无效，请重新登录"), { status: 401 });
}

const routes = {
  /** 用 tt.login 的 code 换取用户身份。 */
  async "/api/login"({ code }) {
    const body = JSON.stringify({ appid: MINI_APP_ID, secret: MINI_APP_SECRET, code });
    const headers = { "content-type": "application/json" };
    const answer = await (await fetch(CODE2SESSION_URL, { method: "POST", headers, body })).json();
    if (answer.err_no !== 0) throw Object.assign(new Error(`登录失败：${answer.err_tips}`), { status: 401 });
    const userId = answer.data.openid || answer.data.anonymous_openid;
    return { appId: LIANMAI_APP_ID, userId, session: `${userId}~${sign(userId)}` };
  },

  /** 为这个用户签发一个房间的 Token。是否允许进这个房间，由自己的业务决定。 */
  async "/api/token"({ roomId, session }) {
    const userId = userOf(session);
    if (!/^[a-zA-Z0-9@._-]{1,128}$/.test(String(roomId))) {
      throw Object.assign(new Error("房间号只能用字母、数字和 @ . _ -"), { status: 400 });
    }
    const expireAt = Math.floor(Date.now() / 1000) + TOKEN_LIFETIME;
    const token = new AccessToken({ appId: LIANMAI_APP_ID, roomId, userId, expireAt })
      .grant(Privilege.PublishStream)
      .grant(Privilege.SubscribeStream)
      .serialize(LIANMAI_APP_KEY);
    return { userId, token };
  },
};

const server = createServer(async (request, response) => {
  let [status, answer] = [200, {}];
  try {
    const route = request.method === "POST" && Object.hasOwn(routes, request.url) && routes[request.url];
    if (!route) throw Object.assign(new Error(`没有接口 ${request.method} ${request.url}`), { status: 404 });
    let text = "";
    for await (const chunk of request.setEncoding("utf8")) {
      text += chunk;
      if (text.length > 16_384) throw Object.assign(new Error("请求体超过 16 kB"), { status: 413 });
    }
    answer = await route(Object(JSON.parse(text || "{}")));
  } catch (error) {
    status = error.status ?? (error instanceof SyntaxError ? 400 : 500);
    if (status === 500) console.error(error);
    answer = { error: status === 500 ? "后端出错，见其日志" : error.message };
  }
  response.writeHead(status, { "content-type": "application/json; charset=utf-8" }).end(JSON.stringify(answer));
});

server.listen(Number(PORT), HOST, () => console.log(`listening on http://${HOST}:${server.address().port}`));
