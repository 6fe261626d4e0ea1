module.exports = [
  { name: "navigateTo", options: { url: "/pages/view/view" } },
  { name: "redirectTo", options: { url: "/pages/text/text" } },
  { name: "reLaunch", options: { url: "/pages/home/home" } },
  { name: "navigateBack", options: { delta: 1 } },
  { name: "switchTab", options: { url: "/pages/home/home" } },
  { name: "exitMiniProgram" },
  {
    name: "getCurrentPages",
    run() {
      return getCurrentPages().map(({ route, options }) => ({ route, options }));
    },
  },
];
