import { fetchToken, signIn } from "./api";
import { createRtc, type Rtc } from "./rtc";

export interface CallState {
  /** idle 未进房 | joining 进房中 | joined 通话中 | reconnecting 正在重连 */
  phase: "idle" | "joining" | "joined" | "reconnecting";
  userId: string;
  members: string[];
  videoMembers: string[];
  talking: string[];
  camera: boolean;
  microphone: boolean;
}

/** 说得出原因的错误号；其余的用原文。 */
const PROBLEMS: Record<number, string> = {
  10200: "摄像头或麦克风打不开：请允许使用，并确认已连接、没有被别的程序占用",
  20000: "房间号只能用字母、数字和 @ . _ -",
  21101: "进不了这个房间：Token 无效",
  21102: "连不上通话服务，请稍后再试",
};

/** 一次通话。`onChange` 收到全部状态，页面用它 setData。 */
export class Call {
  readonly state: CallState = {
    phase: "idle",
    userId: "",
    members: [],
    videoMembers: [],
    talking: [],
    camera: false,
    microphone: false,
  };
  private rtc: Rtc | null = null;
  private room = "";

  constructor(private readonly onChange: (state: CallState) => void) {}

  async join(roomId: string): Promise<void> {
    this.update({ phase: "joining" });
    try {
      const rtc = await this.prepare();
      const { token, userId } = await fetchToken(roomId);
      const roomConfig = { autoPublish: true, autoSubscribe: true };
      await run((options) => rtc.joinRtcRoom(options), { roomId, userId, token, roomConfig });
      this.room = roomId;
      this.update({ phase: "joined", userId });
    } catch (error) {
      this.update({ phase: "idle" });
      throw error;
    }
  }

  async leave(): Promise<void> {
    const rtc = await this.prepare();
    this.update({ phase: "idle", members: [], videoMembers: [], talking: [] });
    await run((options) => rtc.exitRtcRoom(options), { roomId: this.room });
  }

  async setMicrophone(on: boolean): Promise<void> {
    const rtc = await this.prepare();
    await run((options) => rtc.changeAudioCapture(options), { state: on ? 1 : 0 });
    this.update({ microphone: on });
  }

  async setCamera(on: boolean): Promise<void> {
    const rtc = await this.prepare();
    await run((options) => rtc.changeVideoCapture(options), { state: on ? 1 : 0 });
    this.update({ camera: on });
  }

  async flipCamera(front: boolean): Promise<void> {
    const rtc = await this.prepare();
    await run((options) => rtc.switchCamera(options), { camera: front ? "front" : "back" });
  }

  private update(changes: Partial<CallState>): void {
    Object.assign(this.state, changes);
    this.onChange(this.state);
  }

  private async prepare(): Promise<Rtc> {
    const { appId, userId } = await signIn();
    if (!this.rtc) {
      this.rtc = createRtc(appId);
      this.update({ userId });
      this.listen(this.rtc);
    }
    return this.rtc;
  }

  /** 在进房之前监听：自己进房后，成员列表会立即到达。 */
  private listen(rtc: Rtc): void {
    rtc.onRtcChatMembersChanged(({ userIdList }) => this.update({ members: userIdList }));
    rtc.onRtcVideoMembersChanged(({ userIdList }) => this.update({ videoMembers: userIdList }));
    rtc.onRtcChatInterrupted(({ errMsg }) => {
      this.update({ phase: "idle", members: [], videoMembers: [], talking: [] });
      tt.showToast({ title: `通话已断开：${errMsg}`, icon: "none" });
    });
    rtc.onRtcStateChanged(({ data }) => {
      if (data?.state === "reconnecting") this.update({ phase: "reconnecting" });
      if (data?.state === "reconnected") this.update({ phase: "joined" });
    });
    rtc.onRoomTokenWillExpire(async () => {
      const { token } = await fetchToken(this.room);
      rtc.updateToken({ token });
    });
    // 连麦附加的事件：谁在说话。原平台没有，所以先判断。
    rtc.onRtcAudioVolume?.(({ speakers }) => {
      this.update({ talking: speakers.filter(({ volume }) => volume > -55).map(({ userId }) => userId) });
    });
  }
}

/** 把 success / fail 形式的方法变成 Promise。 */
function run(method: (options: object) => void, options: object): Promise<unknown> {
  return new Promise((success, fail) => method({ ...options, success, fail }));
}

/** 把失败翻译成给用户看的话；原文写到控制台。 */
export function problemOf(error: unknown): string {
  const { errNo, errMsg, message } = Object(error) as { errNo?: number; errMsg?: string; message?: string };
  console.warn(errMsg || message, errNo || "");
  return PROBLEMS[errNo ?? 0] || errMsg || message || String(error);
}
