const { Api } = require("./api");

/** 低于这个音量（dBov）不算在说话。 */
const TALKING_VOLUME = -55;

/**
 * 一次通话的全部状态。页面只读 `state`，用 `watch` 得知变化；按钮调用下面的方法。
 *
 * state.phase: idle 未进房 | joining 进房中 | joined 通话中 | reconnecting 正在重连
 */
class Call {
  constructor() {
    this.api = new Api();
    this.watchers = new Set();
    this.state = {
      phase: "idle",
      roomId: "",
      userId: "",
      /** 进房时间，毫秒。 */
      since: 0,
      camera: false,
      microphone: false,
      facing: "front",
      loudspeaker: true,
      members: [],
      videoMembers: [],
      audioMembers: [],
      talking: [],
      names: {},
      /** 通话被动结束的原因。 */
      ended: "",
    };
  }

  watch(watcher) {
    this.watchers.add(watcher);
    watcher(this.state);
    return () => this.watchers.delete(watcher);
  }

  update(changes) {
    Object.assign(this.state, changes);
    for (const watcher of this.watchers) watcher(this.state);
  }

  /** 登录并创建 RtcRoomContext。可以重复调用；失败后再次调用会重试。 */
  prepare() {
    if (!this.ready) {
      this.ready = this.api.signIn().then(({ appId, userId }) => {
        this.update({ userId });
        this.rtc = tt.createRtcRoomContext({ appId });
        this.listen(this.rtc);
      });
      this.ready.catch(() => {
        this.ready = null;
      });
    }
    return this.ready;
  }

  /** 在进房之前监听：自己进房后，成员列表会立即到达。 */
  listen(rtc) {
    rtc.onRtcChatMembersChanged(({ userIdList }) => {
      this.update({ members: userIdList });
      this.loadNames(userIdList);
    });
    rtc.onRtcVideoMembersChanged(({ userIdList }) => this.update({ videoMembers: userIdList }));
    rtc.onRtcChatSpeakersChanged(({ userIdList }) => this.update({ audioMembers: userIdList }));
    rtc.onRtcStateChanged(({ errNo, errMsg, data }) => this.onState(errNo, errMsg, data || {}));
    rtc.onRtcChatInterrupted(({ errNo, errMsg }) => this.end(endReason(errNo, errMsg)));
    rtc.onRoomTokenWillExpire(() => this.renewToken());
    // 连麦附加的事件：谁在说话。原平台没有，所以先判断。
    if (rtc.onRtcAudioVolume) {
      rtc.onRtcAudioVolume(({ speakers }) => {
        const talking = speakers.filter(({ volume }) => volume > TALKING_VOLUME).map(({ userId }) => userId);
        if (talking.join() !== this.state.talking.join()) this.update({ talking });
      });
    }
  }

  onState(errNo, errMsg, data) {
    if (data.state === "reconnecting") this.update({ phase: "reconnecting" });
    else if (data.state === "reconnected") this.update({ phase: "joined" });
    else if (errNo === 21105) this.lose({ camera: false }, "摄像头不可用，已关闭");
    else if (errNo === 21106) this.lose({ microphone: false }, "麦克风不可用，已静音");
    else if (data.state === "failed") tt.showToast({ title: errMsg, icon: "none" });
  }

  lose(changes, title) {
    this.update(changes);
    tt.showToast({ title, icon: "none" });
  }

  async setCamera(on) {
    await this.prepare();
    await run(this.rtc.changeVideoCapture, { state: on ? 1 : 0 });
    this.update({ camera: on });
  }

  async setMicrophone(on) {
    await this.prepare();
    await run(this.rtc.changeAudioCapture, { state: on ? 1 : 0 });
    this.update({ microphone: on });
  }

  async flipCamera() {
    await this.prepare();
    const facing = this.state.facing === "front" ? "back" : "front";
    await run(this.rtc.switchCamera, { camera: facing });
    this.update({ facing });
  }

  async setLoudspeaker(on) {
    await run(this.rtc.setAudioPlaybackDevice, { device: on ? "speakerphone" : "earpiece" });
    this.update({ loudspeaker: on });
  }

  /** 进入房间。已在该房间，或正在进入时，返回同一个结果。 */
  join(roomId, name) {
    if (this.joining) {
      if (this.state.roomId === roomId) return this.joining;
      return Promise.reject(new Error(`已经在房间 ${this.state.roomId} 里了，请先退出`));
    }
    this.update({ phase: "joining", roomId, ended: "" });
    this.joining = this.enter(roomId, name).catch((error) => {
      this.joining = null;
      this.update({ phase: "idle", roomId: "" });
      throw error;
    });
    return this.joining;
  }

  async enter(roomId, name) {
    await this.prepare();
    const { token, userId } = await this.api.token(roomId, name);
    await run(this.rtc.joinRtcRoom, {
      roomId,
      userId,
      token,
      roomConfig: { autoPublish: true, autoSubscribe: true },
    });
    this.name = name;
    this.update({ phase: "joined", userId, since: Date.now(), names: { ...this.state.names, [userId]: name } });
    tt.setKeepScreenOn({ keepScreenOn: true });
  }

  async leave() {
    if (!this.joining) return;
    const { roomId } = this.state;
    this.end("");
    await run(this.rtc.exitRtcRoom, { roomId });
  }

  /** 通话结束后的状态；摄像头和麦克风保持原样，供首页预览。 */
  end(ended) {
    this.joining = null;
    this.update({
      phase: "idle",
      roomId: "",
      members: [],
      videoMembers: [],
      audioMembers: [],
      talking: [],
      ended,
    });
    tt.setKeepScreenOn({ keepScreenOn: false });
  }

  async renewToken() {
    const { roomId } = this.state;
    try {
      const { token } = await this.api.token(roomId, this.name);
      await run(this.rtc.updateToken, { token });
    } catch (error) {
      console.warn("换取新 token 失败，通话将在到期时结束：", error);
    }
  }

  async loadNames(userIds) {
    const unknown = userIds.filter((userId) => !this.state.names[userId]);
    if (unknown.length === 0) return;
    try {
      const { names } = await this.api.users(unknown);
      this.update({ names: { ...this.state.names, ...names } });
    } catch (error) {
      console.warn("获取成员名字失败：", error);
    }
  }
}

/** 把 success / fail 形式的方法变成 Promise。 */
function run(method, options) {
  return new Promise((success, fail) => method({ ...options, success, fail }));
}

function endReason(errNo, errMsg) {
  if (errNo === 21108) return "通话凭证已过期，请重新进入";
  if (errNo === -1004) return "你在另一台设备上进入了这个房间";
  if (errNo === -1006) return "你已被移出房间";
  if (errNo === -1011) return "房间已解散";
  return `通话已断开：${errMsg}`;
}

module.exports = { Call };
