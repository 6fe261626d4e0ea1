const { playground } = require("../../services/playground");
const { t } = require("../../services/look");

const WEST_LAKE = { latitude: 30.243, longitude: 120.15 };
const STATION = { latitude: 30.2465, longitude: 120.1805 };
const WALK = [WEST_LAKE, { latitude: 30.2475, longitude: 120.162 }, { latitude: 30.2455, longitude: 120.172 }, STATION];

Page(
  playground({
    words: {
      walk: t("沿路线走", "Walk"),
      center: t("中心", "Centre"),
      fit: t("全部可见", "Fit"),
    },
    attributes: [
      { name: "scale", kind: "number", value: 13, min: 3, max: 20 },
      { name: "show-scale", kind: "switch", value: true },
      { name: "show-location", kind: "switch", value: false },
      { name: "enable-zoom", kind: "switch", value: true },
      { name: "enable-scroll", kind: "switch", value: true },
    ],
    data: {
      center: { latitude: 30.245, longitude: 120.165 },
      markers: [
        {
          ...WEST_LAKE,
          id: 1,
          title: t("西湖", "West Lake"),
          callout: {
            content: t("西湖", "West Lake"),
            display: "ALWAYS",
            padding: 6,
            borderRadius: 6,
            bgColor: "#ffffff",
          },
        },
        { ...STATION, id: 2, title: t("城站", "Station"), label: { content: t("城站", "Station"), color: "#d9194a" } },
      ],
      lines: [{ points: WALK, color: "#3b6ef5", width: 4, dottedLine: true }],
      areas: [
        {
          points: [
            { latitude: 30.258, longitude: 120.137 },
            { latitude: 30.258, longitude: 120.155 },
            { latitude: 30.231, longitude: 120.155 },
            { latitude: 30.231, longitude: 120.137 },
          ],
          fillColor: "#3b6ef522",
          strokeColor: "#3b6ef5",
          strokeWidth: 1,
        },
      ],
      circles: [{ ...STATION, radius: 400, color: "#d9194a", fillColor: "#d9194a22", strokeWidth: 1 }],
    },
    map() {
      return tt.createMapContext("map", this);
    },
    walk() {
      const done = () => this.record({ type: "animationEnd", detail: { markerId: 1 } });
      const fail = ({ errMsg }) => this.record({ type: "moveAlong", detail: { errMsg } });
      this.map().moveAlong({ markerId: 1, path: WALK, duration: 3000, autoRotate: false, animationEnd: done, fail });
    },
    locate() {
      this.map().getCenterLocation({ success: (detail) => this.record({ type: "getCenterLocation", detail }) });
    },
    fit() {
      this.map().includePoints({ points: WALK, padding: [60, 40, 60, 40] });
    },
  }),
);
