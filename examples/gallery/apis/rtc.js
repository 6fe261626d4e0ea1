module.exports = [
  {
    name: "createRtcRoomContext",
    run() {
      const context = tt.createRtcRoomContext({ appId: "000000000000000000000000" });
      return Object.keys(context);
    },
  },
  {
    name: "joinRtcRoom",
    run(show) {
      const context = tt.createRtcRoomContext({ appId: "000000000000000000000000" });
      const who = { roomId: "demo-room", userId: "gallery", token: "from-your-server" };
      context.joinRtcRoom({ ...who, success: show, fail: show });
    },
  },
  {
    name: "changeAudioCapture",
    run(show) {
      const context = tt.createRtcRoomContext({ appId: "000000000000000000000000" });
      context.changeAudioCapture({ state: 1, success: show, fail: show });
    },
  },
  {
    name: "getRtcEngine",
    run() {
      const engine = tt.getRtcEngine("000000000000000000000000");
      return Object.keys(engine);
    },
  },
];
