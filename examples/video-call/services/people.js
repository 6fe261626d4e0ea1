/** 预填的名字：同一个用户总是同一个。 */
const NAMES =
  "小雨 阿明 晓彤 子轩 安琪 大海 若溪 北辰 木子 青禾 小满 知夏 云帆 阿宁 星野 可可 南风 乐乐 思远 一诺".split(" ");
const COLOURS = ["#5b6ee1", "#2e9c84", "#c2578b", "#b9772f", "#7a59c9", "#3d8fbd", "#a8503f", "#5c8a3a"];

function hash(text) {
  let value = 7;
  for (let index = 0; index < text.length; index++) value = (value * 31 + text.charCodeAt(index)) % 1000003;
  return value;
}

const suggestedName = (userId) => NAMES[hash(userId) % NAMES.length];
const colourOf = (userId) => COLOURS[hash(userId) % COLOURS.length];
/** 头像上的字：名字的第一个字符，含表情也不会截断。 */
const initialOf = (name) => (Array.from(name)[0] || "?").toUpperCase();

module.exports = { suggestedName, colourOf, initialOf };
