import { Call, type CallState, problemOf } from "../../services/call";

/** 不进视图的状态：每次进入页面重新创建。 */
let call: Call;
let front = true;

Page({
  data: {
    room: "demo",
    phase: "idle",
    inCall: false,
    problem: "",
    tiles: [] as Tile[],
    camera: false,
    microphone: false,
  },

  onLoad({ room, autojoin }: { room?: string; autojoin?: string }) {
    if (room) this.setData({ room: decodeURIComponent(room) });
    front = true;
    call = new Call((state) => this.setData(viewOf(state)));
    if (autojoin) this.enter();
  },

  onUnload() {
    if (this.data.inCall) call.leave();
  },

  onRoom({ detail }: { detail: { value: string } }) {
    this.setData({ room: detail.value, problem: "" });
  },

  async enter() {
    if (this.data.phase !== "idle") return;
    this.setData({ problem: "" });
    try {
      await call.join(this.data.room.trim());
    } catch (error) {
      this.setData({ problem: problemOf(error) });
      return;
    }
    // 没有摄像头也能通话：失败只提示，不退出。
    await attempt(call.setMicrophone(true));
    await attempt(call.setCamera(true));
  },

  toggleMicrophone() {
    return attempt(call.setMicrophone(!this.data.microphone));
  },

  toggleCamera() {
    return attempt(call.setCamera(!this.data.camera));
  },

  flip() {
    front = !front;
    return attempt(call.flipCamera(front));
  },

  hangUp() {
    return attempt(call.leave());
  },
});

interface Tile {
  userId: string;
  self: boolean;
  name: string;
  initial: string;
  video: boolean;
  talking: boolean;
}

function viewOf({ phase, userId, members, videoMembers, talking, camera, microphone }: CallState) {
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
  return { phase, inCall: phase === "joined" || phase === "reconnecting", tiles, camera, microphone };
}

async function attempt(work: Promise<void>): Promise<void> {
  try {
    await work;
  } catch (error) {
    tt.showToast({ title: problemOf(error), icon: "none" });
  }
}
