/**
 * 把失败翻译成给用户看的话，并说明它属于哪一栏：name、room，或整个表单（form）。
 * 出错的是后端、登录或 RtcRoomContext 的方法，形状是 Error 或 {errNo, errMsg}。
 */
function problemOf(error) {
  const { errNo, errMsg, statusCode, message } = error || {};
  const detail = (errMsg || message || String(error)).replace(/^\w+:fail /, "");
  if (statusCode === 400) return { field: "room", text: "房间号只能用字母、数字和 @ . _ -" };
  if (errNo === 21100) return { field: "room", text: "已经在一个房间里了，请先退出" };
  if (errNo === 21101) return { field: "room", text: `进不了这个房间：${detail}` };
  if (errNo === 10200) return { field: "form", text: `无法使用设备：${detail}` };
  return { field: "form", text: detail };
}

module.exports = { problemOf };
