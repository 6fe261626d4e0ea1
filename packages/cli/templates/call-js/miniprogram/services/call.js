const { signIn, fetchToken } = require("./api");

/** 说得出原因的错误号；其余的用原文。 */
const PROBLEMS = {
  10200: "摄像头或麦克风打不开：请允许使用，并确认已连接、没有被别的程序占用",
  20000: "房间号只能用字母、数字和 @ . _ -",
  21101: "进不了这个房间：Token 无效",
  21102: "连不上通话服务，请稍后再试",
};

/**
 * 一次通话。`onChange` 收到全部状态，页面用它 setData。
 *
 * state.phase: idle 未进房 | joining 进房中 | joined 通话中 | reconnecting 正在重连
 */
function createCall(onChange) {
  const state = {
    phase: "idle",
    userId: "",
    members: [],
    videoMembers: [],
    talking: [],
    camera: false,
    microphone: false,
  };
  let rtc = null;
  let room = "";

  function update(changes) {
    Object.assign(state, changes);
    onChange(state);
  }

  async function prepare() {
    if (rtc) return;
    const { appId, userId } = await signIn();
    if (rtc) return;
    rtc = tt.createRtcRoomContext({ appId });
    update({ userId });
    // 在进房之前监听：自己进房后，成员列表会立即到达。
    rtc.onRtcChatMembersChanged(({ userIdList }) => update({ members: userIdList }));
    rtc.onRtcVideoMembersChanged(({ userIdList }) => update({ videoMembers: userIdList }));
    rtc.onRtcChatInterrupted(({ errMsg }) => {
      update({ phase: "idle", members: [], videoMembers: [], talking: [] });
      tt.showToast({ title: `通话已断开：${errMsg}`, icon: "none" });
    });
    rtc.onRtcStateChanged(({ data }) => {
      if (data && data.state === "reconnecting") update({ phase: "reconnecting" });
      if (data && data.state === "reconnected") update({ phase: "joined" });
    });
    rtc.onRoomTokenWillExpire(async () => {
      const { token } = await fetchToken(room);
      rtc.updateToken({ token });
    });
    // 连麦附加的事件：谁在说话。原平台没有，所以先判断。
    if (rtc.onRtcAudioVolume) {
      rtc.onRtcAudioVolume(({ speakers }) => {
        update({ talking: speakers.filter(({ volume }) => volume > -55).map(({ userId }) => userId) });
      });
    }
  }

  return {
    state,

    async join(roomId) {
      update({ phase: "joining" });
      try {
        await prepare();
        const { token, userId } = await fetchToken(roomId);
        await run(rtc.joinRtcRoom, { roomId, userId, token, roomConfig: { autoPublish: true, autoSubscribe: true } });
        room = roomId;
        update({ phase: "joined", userId });
      } catch (error) {
        update({ phase: "idle" });
        throw error;
      }
    },

    async leave() {
      update({ phase: "idle", members: [], videoMembers: [], talking: [] });
      await run(rtc.exitRtcRoom, { roomId: room });
    },

    async setMicrophone(on) {
      await prepare();
      await run(rtc.changeAudioCapture, { state: on ? 1 : 0 });
      update({ microphone: on });
    },

    async setCamera(on) {
      await prepare();
      await run(rtc.changeVideoCapture, { state: on ? 1 : 0 });
      update({ camera: on });
    },

    flipCamera(front) {
      return run(rtc.switchCamera, { camera: front ? "front" : "back" });
    },
  };
}

/** 把 success / fail 形式的方法变成 Promise。 */
function run(method, options) {
  return new Promise((success, fail) => method({ ...options, success, fail }));
}

/** 把失败翻译成给用户看的话；原文写到控制台。 */
function problemOf(error) {
  const { errNo, errMsg, message } = error || {};
  console.warn(errMsg || message, errNo || "");
  return PROBLEMS[errNo] || errMsg || message || String(error);
}

module.exports = { createCall, problemOf };
