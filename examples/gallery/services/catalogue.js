const { t } = require("./look");

/** 一个组件页：名字、说明，和在同一页演示的其他标签。 */
function component(tag, zh, en) {
  return { name: tag, about: t(zh, en), url: `/pages/${tag}/${tag}` };
}

function topic(name, zh, en) {
  return { name, about: t(zh, en), url: `/pages/api/api?topic=${name}` };
}

const groups = [
  {
    name: t("视图容器", "Containers"),
    items: [
      component("view", "盒子：布局、点按和悬停态。", "A box: layout, taps and hover."),
      component("scroll-view", "可滚动区域：触顶触底、下拉刷新。", "A scrolling area with edges and a refresher."),
      component("swiper", "轮播：swiper 和 swiper-item。", "Pages to swipe: swiper and swiper-item."),
      component("movable-view", "在 movable-area 里拖动。", "Drag it inside a movable-area."),
      component("cover-view", "覆盖层：cover-view 和 cover-image。", "Layers on top: cover-view and cover-image."),
      component("root-portal", "脱离父级布局的层。", "A layer out of its parent's layout."),
    ],
  },
  {
    name: t("基础内容", "Content"),
    items: [
      component("text", "行内文字，可选择、可换行。", "Inline text that can be selected."),
      component("icon", "内置图标。", "The built-in icons."),
      component("rich-text", "经过净化的 HTML 或节点数组。", "Sanitised HTML or an array of nodes."),
      component("progress", "进度条，可带动画。", "A progress bar, animated if you like."),
    ],
  },
  {
    name: t("表单", "Forms"),
    items: [
      component("button", "按钮：类型、大小、加载中。", "A button: types, sizes, loading."),
      component("checkbox", "多选：checkbox-group。", "Many of a checkbox-group."),
      component("radio", "单选：radio-group。", "One of a radio-group."),
      component("form", "一次提交或重置所有控件。", "Submits or resets all its controls."),
      component("input", "单行输入。", "One line of text."),
      component("textarea", "多行输入，可随内容变高。", "Lines of text that can grow."),
      component("label", "点文字等于点控件。", "A tap on the words acts on the control."),
      component("picker", "从底部弹出的选择器。", "A picker from the bottom."),
      component("picker-view", "嵌在页面里的滚轮。", "Wheels inside the page."),
      component("slider", "滑块。", "A slider."),
      component("switch", "开关。", "A switch."),
    ],
  },
  {
    name: t("页面", "Page"),
    items: [component("page-meta", "整页的样式、背景和滚动位置。", "The style, ground and scrolling of a page.")],
  },
  { name: t("导航", "Navigation"), items: [component("navigator", "点一下就换页。", "A tap opens another page.")] },
  {
    name: t("媒体", "Media"),
    items: [
      component("image", "图片：全部裁剪和缩放模式。", "Pictures in all their modes."),
      component("video", "视频和 tt.createVideoContext。", "Video and tt.createVideoContext."),
      component("camera", "摄像头画面。", "What the camera sees."),
      component("live-player", "直播流：WHEP 或 HLS。", "Live streams by WHEP or HLS."),
      component("web-view", "网页；占满整个页面。", "A web page that fills the page."),
    ],
  },
  { name: t("画布", "Canvas"), items: [component("canvas", "2D 画布，画、导出。", "Draw in 2D and export.")] },
  {
    name: t("地图", "Map"),
    items: [component("map", "标记、路线、区域和圆。", "Markers, lines, areas and circles.")],
  },
  {
    name: t("音视频通话", "Calls"),
    items: [component("rtc-room", "本地预览和成员画面。", "The own camera and the members' video.")],
  },
  {
    name: "API",
    items: [
      topic("base", "基础：系统、窗口、启动参数、版本", "Basics: system, window, launch, updates"),
      topic("events", "事件：应用、网络、窗口、传感器", "Events: app, network, window, sensors"),
      topic("route", "路由", "Routes"),
      topic("feedback", "交互反馈：提示、弹窗、菜单", "Feedback: toasts, dialogs, menus"),
      topic("bars", "导航栏、标签栏、下拉刷新、滚动", "Bars, refresh and scrolling"),
      topic("network", "网络：请求、上传下载、WebSocket", "Network: requests, transfers, sockets"),
      topic("storage", "数据缓存", "Storage"),
      topic("files", "文件", "Files"),
      topic("media", "图片和视频", "Pictures and video"),
      topic("audio", "音频和录音", "Audio and recording"),
      topic("device", "设备：剪贴板、振动、亮度、位置", "Device: clipboard, vibration, location"),
      topic("open", "登录、用户、支付、扫码（模拟）", "Login, user, payment, codes (simulated)"),
      topic("canvas", "画布和动画", "Canvas and animation"),
      topic("nodes", "节点查询、相交观察、性能", "Nodes, observers, performance"),
      topic("rtc", "音视频通话", "Calls"),
    ],
  },
];

/** 组件的一句说明。 */
function describe(tag) {
  return groups.flatMap(({ items }) => items).find(({ name }) => name === tag)?.about ?? "";
}

module.exports = { groups, describe };
