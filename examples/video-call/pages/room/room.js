const { problemOf } = require("../../services/problem");
const { colourOf, initialOf } = require("../../services/people");
const { insets } = require("../../services/insets");
const { layout } = require("../../services/layout");

const app = getApp();
/** 两次点击之间不超过这么久算双击，毫秒。 */
const DOUBLE_TAP = 300;

Page({
  data: {
    top: 20,
    bottom: 0,
    room: "",
    time: "00:00",
    /** 需要提示的状态；正常通话时为空，显示时间。 */
    status: "正在进入…",
    tiles: [],
    pageCount: 1,
    dots: [0],
    shownPage: 0,
    camera: false,
    microphone: false,
    loudspeaker: true,
    listing: false,
  },

  onLoad(query) {
    const room = decodeURIComponent(query.room || "");
    this.enlarged = "";
    this.setData({ ...insets(), room });
    this.stopWatching = app.call.watch((state) => this.show(state));
    this.clock = setInterval(() => this.tick(), 1000);
    this.enter(room, decodeURIComponent(query.name || ""));
  },

  onUnload() {
    this.stopWatching();
    clearInterval(this.clock);
    app.call.leave().catch((error) => console.warn("退出房间失败：", error));
  },

  /** 从首页来时已经在房间里；直接打开这一页时在这里进入。 */
  async enter(room, name) {
    try {
      await app.call.join(room, name);
    } catch (error) {
      this.close("进不了房间", problemOf(error).text);
    }
  },

  show(state) {
    if (state.ended) {
      this.close("通话已结束", state.ended);
      return;
    }
    const { camera, microphone, loudspeaker, phase } = state;
    const tiles = tilesOf(state);
    const { pages, styles } = layout(
      tiles.length,
      tiles.findIndex(({ userId }) => userId === this.enlarged),
    );
    tiles.forEach((tile, index) => {
      tile.style = styles[index];
    });
    const dots = Array.from({ length: pages }, (_, index) => index);
    const status = { joining: "正在进入…", reconnecting: "网络不稳定，正在重连…" }[phase] || "";
    this.setData({ camera, microphone, loudspeaker, tiles, pageCount: pages, dots, status });
    this.tick();
  },

  tick() {
    const { since, phase } = app.call.state;
    if (phase !== "joined") return;
    const time = clockTime(Math.floor((Date.now() - since) / 1000));
    if (time !== this.data.time) this.setData({ time });
  },

  onScroll({ detail }) {
    const { screenWidth } = tt.getSystemInfoSync();
    const shownPage = Math.round(detail.scrollLeft / screenWidth);
    if (shownPage !== this.data.shownPage) this.setData({ shownPage });
  },

  /** 双击放大一格，再双击还原。 */
  onTile({ currentTarget }) {
    const { user } = currentTarget.dataset;
    const now = Date.now();
    const isDouble = this.tapped === user && now - this.tappedAt < DOUBLE_TAP;
    this.tapped = isDouble ? "" : user;
    this.tappedAt = now;
    if (!isDouble) return;
    this.enlarged = this.enlarged === user ? "" : user;
    this.show(app.call.state);
  },

  onTileError({ detail }) {
    tt.showToast({ title: detail.errMsg, icon: "none" });
  },

  toggleMicrophone() {
    return this.attempt(() => app.call.setMicrophone(!this.data.microphone));
  },

  toggleCamera() {
    return this.attempt(() => app.call.setCamera(!this.data.camera));
  },

  flip() {
    return this.attempt(() => app.call.flipCamera());
  },

  toggleLoudspeaker() {
    return this.attempt(() => app.call.setLoudspeaker(!this.data.loudspeaker));
  },

  openMembers() {
    this.setData({ listing: true });
  },

  closeMembers() {
    this.setData({ listing: false });
  },

  hangUp() {
    this.back();
  },

  async attempt(action) {
    try {
      await action();
    } catch (error) {
      tt.showToast({ title: problemOf(error).text, icon: "none" });
    }
  },

  close(title, content) {
    if (this.closing) return;
    this.closing = true;
    tt.showModal({ title, content, showCancel: false, confirmText: "知道了", complete: () => this.back() });
  },

  /** 离开这一页就是退出房间，见 onUnload。 */
  back() {
    if (getCurrentPages().length > 1) tt.navigateBack({ delta: 1 });
    else tt.reLaunch({ url: "/pages/home/home" });
  },
});

/** 自己总在第一格，其余按进入的先后。 */
function tilesOf({ members, videoMembers, audioMembers, talking, names, userId }) {
  const others = members.filter((member) => member !== userId);
  const ordered = others.length < members.length ? [userId, ...others] : others;
  return ordered.map((member) => {
    const name = names[member] || (member.startsWith("web-") ? "网页用户" : member.slice(0, 8));
    return {
      userId: member,
      self: member === userId,
      name,
      initial: initialOf(name),
      colour: colourOf(member),
      video: videoMembers.includes(member),
      audio: audioMembers.includes(member),
      talking: talking.includes(member),
      style: "",
    };
  });
}

function clockTime(seconds) {
  const two = (value) => String(value).padStart(2, "0");
  const hours = Math.floor(seconds / 3600);
  return `${hours > 0 ? `${hours}:` : ""}${two(Math.floor(seconds / 60) % 60)}:${two(seconds % 60)}`;
}
