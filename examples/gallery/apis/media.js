module.exports = [
  { name: "chooseImage", options: { count: 3, sourceType: ["album", "camera"] } },
  { name: "chooseVideo", options: { sourceType: ["album"] } },
  { name: "chooseMedia", options: { count: 3, mediaType: ["image", "video"] } },
  { name: "previewImage", options: { urls: ["/images/hills.svg"], current: "/images/hills.svg" } },
  { name: "getImageInfo", options: { src: "/images/hills.svg" } },
  { name: "compressImage", options: { src: "/images/hills.svg", quality: 60 } },
  { name: "saveImageToPhotosAlbum", options: { filePath: "/images/hills.svg" } },
  {
    name: "saveVideoToPhotosAlbum",
    run(show) {
      tt.chooseVideo({
        success: ({ tempFilePath }) => tt.saveVideoToPhotosAlbum({ filePath: tempFilePath, success: show, fail: show }),
        fail: show,
      });
    },
  },
  {
    name: "createVideoContext",
    run() {
      tt.redirectTo({ url: "/pages/video/video" });
      return 'tt.createVideoContext("video").play()';
    },
  },
  {
    name: "createLivePlayerContext",
    run() {
      tt.redirectTo({ url: "/pages/live-player/live-player" });
      return 'tt.createLivePlayerContext("live").play()';
    },
  },
  {
    name: "createMapContext",
    run() {
      tt.redirectTo({ url: "/pages/map/map" });
      return 'tt.createMapContext("map").getCenterLocation()';
    },
  },
];
