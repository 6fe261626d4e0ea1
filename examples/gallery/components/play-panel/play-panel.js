const { followTheme, t } = require("../../services/look");
const { tagSource } = require("../../services/source");
const { describe } = require("../../services/catalogue");

/** 组件页的外框：上面是组件（插槽），下面改属性、看事件、复制代码。 */
Component({
  options: { addGlobalClass: true },
  properties: {
    tag: String,
    /** `[{ name, kind: "switch" | "choice" | "number" | "text", value, options?, min?, max?, step? }]` */
    attributes: Array,
    events: Array,
    /** 标签里面写什么，只用在代码里。 */
    inner: String,
    log: Array,
  },
  data: {
    theme: "light",
    rows: [],
    code: "",
    about: "",
    words: {
      attributes: t("属性", "Attributes"),
      events: t("事件", "Events"),
      code: t("代码", "Code"),
      copy: t("复制", "Copy"),
      none: t("还没有事件，操作上面的组件试试。", "No events yet: try the component above."),
    },
  },
  lifetimes: {
    attached() {
      this.unfollow = followTheme((theme) => this.setData({ theme }));
    },
    detached() {
      this.unfollow();
    },
  },
  observers: {
    attributes(attributes) {
      this.setData({ rows: attributes.map((one) => ({ ...one })) });
    },
    tag(tag) {
      this.setData({ about: describe(tag) });
    },
    "rows.**, events, inner, tag"(rows, events, inner, tag) {
      this.setData({ code: tagSource(tag, rows, events, inner) });
    },
  },
  methods: {
    onSwitch(event) {
      this.change(event.currentTarget.dataset.index, event.detail.value);
    },
    onChoice({ currentTarget: { dataset } }) {
      this.change(dataset.index, dataset.value);
    },
    change(index, value) {
      const { name } = this.data.rows[index];
      this.setData({ [`rows[${index}].value`]: value });
      this.triggerEvent("set", { name, value });
    },
    copy() {
      tt.setClipboardData({ data: this.data.code });
    },
  },
});
