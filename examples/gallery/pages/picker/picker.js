const { playground } = require("../../services/playground");
const { t } = require("../../services/look");

/** 省市联动：换了第一列，第二列跟着换。 */
const PLACES = { 浙江: ["杭州", "宁波", "温州"], 广东: ["广州", "深圳"], 四川: ["成都", "绵阳"] };
const provinces = Object.keys(PLACES);

Page(
  playground({
    attributes: [
      { name: "disabled", kind: "switch", value: false },
      { name: "header-text", kind: "text", value: t("请选择", "Choose") },
      { name: "fields", kind: "choice", value: "day", options: ["day", "month", "year"] },
    ],
    data: {
      fruits: [{ name: t("苹果", "Apple") }, { name: t("梨", "Pear") }, { name: t("李子", "Plum") }],
      fruit: 0,
      columns: [provinces, PLACES[provinces[0]]],
      place: [0, 0],
      time: "09:30",
      date: "2026-01-31",
      region: ["浙江省", "杭州市", "西湖区"],
    },
    onFruit(event) {
      this.record(event);
      this.setData({ fruit: event.detail.value });
    },
    onColumn(event) {
      this.record(event);
      const { column, value } = event.detail;
      if (column !== 0) return;
      this.setData({ "columns[1]": PLACES[provinces[value]], place: [value, 0] });
    },
    onPlace(event) {
      this.record(event);
      this.setData({ place: event.detail.value });
    },
    onTime(event) {
      this.record(event);
      this.setData({ time: event.detail.value });
    },
    onRegion(event) {
      this.record(event);
      this.setData({ region: event.detail.value });
    },
    onDate(event) {
      this.record(event);
      this.setData({ date: event.detail.value });
    },
  }),
);
