const zh = {
  title: "连麦 · React 示例",
  room: "房间",
  name: "用户 id",
  join: "进入房间",
  joining: "正在进入…",
  leave: "离开",
  microphone: "麦克风",
  camera: "摄像头",
  on: (device: string) => `打开${device}`,
  off: (device: string) => `关闭${device}`,
  me: "我",
  muted: "已静音",
  reconnecting: "网络断开，正在重连…",
  playSound: "点这里播放声音",
  failed: (message: string) => `出错了：${message}`,
};

const en: typeof zh = {
  title: "Lianmai · React example",
  room: "Room",
  name: "User id",
  join: "Join",
  joining: "Joining…",
  leave: "Leave",
  microphone: "microphone",
  camera: "camera",
  on: (device) => `Turn the ${device} on`,
  off: (device) => `Turn the ${device} off`,
  me: "me",
  muted: "muted",
  reconnecting: "The connection is lost; reconnecting…",
  playSound: "Play the sound",
  failed: (message) => `Something went wrong: ${message}`,
};

/** The page's words: Chinese unless the browser, or `?lang=` in the address, says English. */
export function texts(search: URLSearchParams): typeof zh {
  return (search.get("lang") ?? navigator.language).toLowerCase().startsWith("en") ? en : zh;
}
