module.exports = [
  {
    name: "createSelectorQuery",
    run(show) {
      tt.createSelectorQuery().selectAll(".call").boundingClientRect().selectViewport().scrollOffset().exec(show);
    },
  },
  {
    name: "createIntersectionObserver",
    run(show) {
      const observer = tt.createIntersectionObserver(this, { thresholds: [0, 1] });
      observer.relativeToViewport().observe("#call-performance", ({ intersectionRatio, boundingClientRect }) => {
        show({ intersectionRatio, boundingClientRect });
      });
    },
  },
  {
    name: "performance",
    run() {
      tt.performance.mark("gallery");
      return tt.performance.getEntries();
    },
  },
];
