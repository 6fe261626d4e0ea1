/** 换成自己的服务；没有网络时会看到失败的样子。 */
const HOST = "example.com";

module.exports = [
  { name: "getNetworkType" },
  { name: "request", options: { url: `https://${HOST}/`, method: "GET", timeout: 5000 } },
  { name: "downloadFile", options: { url: `https://${HOST}/`, timeout: 5000 } },
  {
    name: "uploadFile",
    run(show) {
      const filePath = `${tt.env.USER_DATA_PATH}/upload.txt`;
      tt.getFileSystemManager().writeFileSync(filePath, "hello");
      const url = "https://example.com/upload";
      tt.uploadFile({ url, filePath, name: "file", success: show, fail: show });
    },
  },
  {
    name: "connectSocket",
    run(show) {
      const socket = tt.connectSocket({ url: "wss://example.com/socket" });
      socket.onOpen(show);
      socket.onMessage(show);
      socket.onError(show);
      socket.onClose(show);
    },
  },
];
