import { apiHost } from "../config";

export interface Identity {
  appId: string;
  userId: string;
  session: string;
}

export interface RoomToken {
  userId: string;
  token: string;
}

let signingIn: Promise<Identity> | null = null;

/** 用 tt.login 的 code 换取身份，只登录一次；失败后可以重试。 */
export function signIn(): Promise<Identity> {
  if (!signingIn) {
    signingIn = new Promise<{ code: string }>((success, fail) => tt.login({ success, fail }))
      .then(({ code }) => post<Identity>("/api/login", { code }))
      .catch((error) => {
        signingIn = null;
        throw error;
      });
  }
  return signingIn;
}

/** 进入一个房间所需的 Token，由后端签发。 */
export async function fetchToken(roomId: string): Promise<RoomToken> {
  const { session } = await signIn();
  return post<RoomToken>("/api/token", { roomId, session });
}

function post<T>(path: string, data: object): Promise<T> {
  return new Promise((resolve, reject) => {
    tt.request({
      url: apiHost + path,
      method: "POST",
      header: { "content-type": "application/json" },
      data,
      success: ({ statusCode, data: answer }) => {
        if (statusCode === 200) resolve(answer as T);
        else reject(new Error((answer as { error?: string }).error || `HTTP ${statusCode}`));
      },
      fail: ({ errMsg }) => reject(new Error(`连不上后端 ${apiHost}：${errMsg}`)),
    });
  });
}
