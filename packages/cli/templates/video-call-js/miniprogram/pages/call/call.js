const { createCall, problemOf } = require("../../services/call");

Page({
  data: { room: "demo", phase: "idle", inCall: false, problem: "", tiles: [], camera: false, microphone: false },

  onLoad({ room, autojoin }) {
    if (room) this.setData({ room: decodeURIComponent(room) });
    this.front = true;
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
    // 没有摄像头也能通话：失败只提示，不退出。
    await this.attempt(this.call.setMicrophone(true));
    await this.attempt(this.call.setCamera(true));
  },

  toggleMicrophone() {
    return this.attempt(this.call.setMicrophone(!this.data.microphone));
  },

  toggleCamera() {
    return this.attempt(this.call.setCamera(!this.data.camera));
  },

  flip() {
    this.front = !this.front;
    return this.attempt(this.call.flipCamera(this.front));
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

  show({ phase, userId, members, videoMembers, talking, camera, microphone }) {
    const others = members.filter((member) => member !== userId);
    const tiles = [userId, ...others].map((member) => ({
      userId: member,
      self: member === userId,
      // 用户的名字由自己的后端提供；在此之前用 ID 的末尾。
      name: member === userId ? "我" : `用户 ${member.slice(-4)}`,
      initial: member.slice(0, 1).toUpperCase(),
      video: member === userId ? camera : videoMembers.includes(member),
      talking: talking.includes(member),
    }));
    this.setData({ phase, inCall: phase === "joined" || phase === "reconnecting", tiles, camera, microphone });
  },
});
