/** 每个主题一个文件；路径要写全，打包时才找得到。 */
const topics = {
  base: require("./base"),
  events: require("./events"),
  route: require("./route"),
  feedback: require("./feedback"),
  bars: require("./bars"),
  network: require("./network"),
  storage: require("./storage"),
  files: require("./files"),
  media: require("./media"),
  audio: require("./audio"),
  device: require("./device"),
  open: require("./open"),
  canvas: require("./canvas"),
  nodes: require("./nodes"),
  rtc: require("./rtc"),
};

/** 主题里的调用，每次打开页面各有一份：监听的状态不留到下一次。 */
function callsOf(topic) {
  return (topics[topic] ?? []).map((call) => ({ ...call }));
}

module.exports = { callsOf };
