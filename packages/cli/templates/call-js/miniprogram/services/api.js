const { apiHost } = require("../config");

let signingIn = null;

/** 用 tt.login 的 code 换取身份，只登录一次；失败后可以重试。 */
function signIn() {
  if (!signingIn) {
    signingIn = new Promise((success, fail) => tt.login({ success, fail }))
      .then(({ code }) => post("/api/login", { code }))
      .catch((error) => {
        signingIn = null;
        throw error;
      });
  }
  return signingIn;
}

/** 进入一个房间所需的 Token，由后端签发。 */
async function fetchToken(roomId) {
  const { session } = await signIn();
  return post("/api/token", { roomId, session });
}

function post(path, data) {
  return new Promise((resolve, reject) => {
    tt.request({
      url: apiHost + path,
      method: "POST",
      header: { "content-type": "application/json" },
      data,
      success: ({ statusCode, data: answer }) => {
        if (statusCode === 200) resolve(answer);
        else reject(new Error(answer?.error || `HTTP ${statusCode}`));
      },
      fail: ({ errMsg }) => reject(new Error(`连不上后端 ${apiHost}：${errMsg}`)),
    });
  });
}

module.exports = { signIn, fetchToken };
