const { problemOf } = require("../../services/problem");
const { colourOf, initialOf, suggestedName } = require("../../services/people");
const { insets } = require("../../services/insets");

const app = getApp();
const ROOM_PATTERN = /^[a-zA-Z0-9@._-]{1,128}$/;
const DEFAULT_ROOM = "demo-room";

Page({
  data: {
    top: 20,
    bottom: 0,
    /** 预览只在首页显示时存在：房间页有自己的画面。 */
    shown: false,
    camera: false,
    microphone: false,
    cameraHint: "正在打开摄像头…",
    denied: false,
    name: "",
    room: "",
    colour: colourOf(""),
    initial: "",
    nameError: "",
    roomError: "",
    formError: "",
    busy: false,
  },

  onLoad(query) {
    this.setData({
      ...insets(),
      room: decodeURIComponent(query.room || "") || tt.getStorageSync("room") || DEFAULT_ROOM,
    });
    this.stopWatching = app.call.watch(({ camera, microphone, ended }) => {
      this.setData({ camera, microphone });
      if (ended && ended !== this.shownEnd) this.setData({ formError: ended });
      this.shownEnd = ended;
    });
    this.setUp(query);
  },

  onShow() {
    this.setData({ shown: true });
  },

  onHide() {
    this.setData({ shown: false });
  },

  onUnload() {
    this.stopWatching();
  },

  /** 登录、打开麦克风和摄像头；带 autojoin=1 启动时直接进房。 */
  async setUp(query) {
    try {
      await app.call.prepare();
    } catch (error) {
      this.setData({ cameraHint: "", formError: problemOf(error).text });
      return;
    }
    const { userId } = app.call.state;
    const given = this.data.name || decodeURIComponent(query.name || "") || tt.getStorageSync("name");
    this.rename(given || (await simulatedName()) || suggestedName(userId));
    this.setData({ colour: colourOf(userId) });
    const devices = [this.turnCamera(true), this.turnMicrophone(true)];
    // 房间页已经打开时（开发中重新加载），由它自己进房。
    if (query.autojoin !== "1" || getCurrentPages().length > 1) return;
    await Promise.all(devices);
    await this.enter();
  },

  async turnCamera(on) {
    try {
      await app.call.setCamera(on);
      this.setData({ cameraHint: "摄像头已关闭", denied: false });
    } catch (error) {
      this.setData({ cameraHint: problemOf(error).text, denied: error.errNo === 10200 });
    }
  },

  async turnMicrophone(on) {
    try {
      await app.call.setMicrophone(on);
    } catch (error) {
      tt.showToast({ title: problemOf(error).text, icon: "none" });
    }
  },

  toggleCamera() {
    return this.turnCamera(!this.data.camera);
  },

  toggleMicrophone() {
    return this.turnMicrophone(!this.data.microphone);
  },

  async flip() {
    try {
      await app.call.flipCamera();
    } catch (error) {
      tt.showToast({ title: problemOf(error).text, icon: "none" });
    }
  },

  openSetting() {
    tt.openSetting({ success: () => this.turnCamera(true) });
  },

  onPreviewError({ detail }) {
    this.setData({ formError: detail.errMsg });
  },

  onName({ detail }) {
    this.rename(detail.value);
  },

  rename(name) {
    this.setData({ name, initial: initialOf(name.trim()), nameError: "" });
  },

  onRoom({ detail }) {
    this.setData({ room: detail.value, roomError: "" });
  },

  async enter() {
    const name = this.data.name.trim();
    const room = this.data.room.trim();
    const nameError = name ? "" : "请填写名字";
    const roomError = roomProblem(room);
    this.setData({ nameError, roomError, formError: "" });
    if (nameError || roomError || this.data.busy) return;
    this.setData({ busy: true });
    try {
      await app.call.join(room, name);
      tt.setStorageSync("name", name);
      tt.setStorageSync("room", room);
      this.openRoom(room, name);
    } catch (error) {
      const { field, text } = problemOf(error);
      this.setData({ [`${field}Error`]: text });
    } finally {
      this.setData({ busy: false });
    }
  },

  openRoom(room, name) {
    tt.navigateTo({ url: `/pages/room/room?room=${encodeURIComponent(room)}&name=${encodeURIComponent(name)}` });
  },
});

/** 开发者工具里的手机各有用户名，用它更好认；真机上取用户名要先征得同意，这里不取。 */
function simulatedName() {
  if (tt.getSystemInfoSync().platform !== "devtools") return "";
  return new Promise((resolve) => {
    tt.getUserProfile({ success: ({ userInfo }) => resolve(userInfo.nickName), fail: () => resolve("") });
  });
}

function roomProblem(room) {
  if (!room) return "请填写房间号";
  return ROOM_PATTERN.test(room) ? "" : "房间号只能用字母、数字和 @ . _ -，最多 128 个字符";
}
