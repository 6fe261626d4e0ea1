const { apiHost } = require("../config");

/** 业务后端。首次请求前用 tt.login 的 code 换取会话；会话失效时重新登录一次。 */
class Api {
  constructor() {
    this.login = null;
  }

  /** @returns {Promise<{userId: string, session: string, appId: string}>} */
  signIn() {
    if (!this.login) {
      this.login = requestLogin().catch((error) => {
        this.login = null;
        throw error;
      });
    }
    return this.login;
  }

  /** 进入一个房间所需的 token。@returns {Promise<{appId: string, userId: string, token: string}>} */
  token(roomId, name) {
    return this.post("/api/rtc/token", { roomId, name });
  }

  /** 用户自己起的名字。@returns {Promise<{names: Object<string, string>}>} */
  users(userIds) {
    return this.post("/api/users", { userIds });
  }

  async post(path, data) {
    const { session } = await this.signIn();
    try {
      return await post(path, data, session);
    } catch (error) {
      if (error.statusCode !== 401) throw error;
      this.login = null;
      return post(path, data, (await this.signIn()).session);
    }
  }
}

async function requestLogin() {
  const { code } = await new Promise((success, fail) => tt.login({ force: false, success, fail }));
  return post("/api/login", { code });
}

function post(path, data, session) {
  return new Promise((resolve, reject) => {
    tt.request({
      url: apiHost + path,
      method: "POST",
      header: { "content-type": "application/json", ...(session ? { authorization: `Bearer ${session}` } : {}) },
      data,
      dataType: "json",
      success: ({ statusCode, data: answer }) => {
        if (statusCode === 200) resolve(answer);
        else reject(Object.assign(new Error(answer?.error || `HTTP ${statusCode}`), { statusCode }));
      },
      fail: ({ errMsg }) => reject(new Error(`连不上服务器 ${apiHost}（${errMsg}）`)),
    });
  });
}

module.exports = { Api };
