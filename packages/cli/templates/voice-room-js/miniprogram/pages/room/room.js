const { createCall, problemOf } = require("../../services/call");

Page({
  data: { room: "demo", phase: "idle", inCall: false, problem: "", people: [], microphone: false },

  onLoad({ room, autojoin }) {
    if (room) this.setData({ room: decodeURIComponent(room) });
    this.call = createCall((state) => this.show(state));
    if (autojoin) this.enter();
  },

  onUnload() {
    if (this.data.inCall) this.call.leave();
  },

  onRoom({ detail }) {
    this.setData({ room: detail.value, problem: "" });
  },

  async enter() {
    if (this.data.phase !== "idle") return;
    this.setData({ problem: "" });
    try {
      await this.call.join(this.data.room.trim());
    } catch (error) {
      this.setData({ problem: problemOf(error) });
      return;
    }
    // 没有麦克风也能听：失败只提示，不退出。
    await this.attempt(this.call.setMicrophone(true));
  },

  toggleMicrophone() {
    return this.attempt(this.call.setMicrophone(!this.data.microphone));
  },

  hangUp() {
    return this.attempt(this.call.leave());
  },

  async attempt(work) {
    try {
      await work;
    } catch (error) {
      tt.showToast({ title: problemOf(error), icon: "none" });
    }
  },

  show({ phase, userId, members, talking, microphone }) {
    const others = members.filter((member) => member !== userId);
    const people = [userId, ...others].map((member) => ({
      userId: member,
      self: member === userId,
      // 用户的名字由自己的后端提供；在此之前用 ID 的末尾。
      name: member === userId ? "我" : `用户 ${member.slice(-4)}`,
      initial: member.slice(0, 1).toUpperCase(),
      talking: talking.includes(member),
    }));
    this.setData({ phase, inCall: phase === "joined" || phase === "reconnecting", people, microphone });
  },
});
