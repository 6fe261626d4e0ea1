const { followTheme, paintBar } = require("./look");

const LOG_LENGTH = 6;

/**
 * 组件页的共同部分：`v` 是各属性现在的值，`record` 记下收到的事件。
 *
 * @param {object} options attributes：面板里可以改的属性；words：页面上的文字；其余照常是 Page 的选项
 */
function playground({ attributes = [], data = {}, words = {}, ...options }) {
  let events = 0;
  return {
    ...options,
    data: {
      ...data,
      words,
      attributes,
      v: Object.fromEntries(attributes.map(({ name, value }) => [camel(name), value])),
      log: [],
    },
    onShow() {
      paintBar();
      this.unfollow ??= followTheme(() => getCurrentPages().at(-1) === this && paintBar());
      options.onShow?.call(this);
    },
    onUnload() {
      this.unfollow?.();
      options.onUnload?.call(this);
    },
    /** 面板里改了一个属性。 */
    set({ detail: { name, value } }) {
      this.setData({ [`v.${camel(name)}`]: value });
    },
    record({ type, detail }) {
      events += 1;
      const line = { id: events, type, detail: JSON.stringify(detail) };
      this.setData({ log: [line, ...this.data.log].slice(0, LOG_LENGTH) });
    },
  };
}

function camel(name) {
  return name.replace(/-(\w)/g, (_, letter) => letter.toUpperCase());
}

module.exports = { playground };
