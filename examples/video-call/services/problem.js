/** 说得出原因的错误号；其余的用原文。 */
const TEXTS = {
  10200: "设备打不开：请允许使用，并确认没有被别的程序占用",
  21100: "已经在一个房间里了，请先退出",
  21101: "进不了这个房间：通话凭证无效",
  21102: "连不上通话服务，请稍后再试",
};

/** 属于“房间”一栏的错误号。 */
const ROOM_ERRORS = [20000, 21100, 21101];

/**
 * 把失败翻译成给用户看的话，并说明它属于哪一栏：room，或整个表单（form）。原文写到控制台，供开发者查看。
 *
 * @param {Error | {errNo: number, errMsg: string}} error 后端、登录或 RtcRoomContext 的方法给出的失败
 */
function problemOf(error) {
  const { errNo, errMsg, statusCode, message } = error || {};
  console.warn(errMsg || message, errNo || statusCode || "");
  if (statusCode === 400) return { field: "room", text: "房间号只能用字母、数字和 @ . _ -" };
  const text = TEXTS[errNo] || errMsg || message || String(error);
  return { field: ROOM_ERRORS.includes(errNo) ? "room" : "form", text };
}

module.exports = { problemOf };
