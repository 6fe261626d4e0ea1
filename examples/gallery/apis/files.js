module.exports = [
  {
    name: "getFileSystemManager",
    run() {
      const files = tt.getFileSystemManager();
      const path = `${tt.env.USER_DATA_PATH}/note.txt`;
      files.writeFileSync(path, "连麦");
      files.appendFileSync(path, "!");
      return { path, text: files.readFileSync(path, "utf8"), size: files.statSync(path).size };
    },
  },
  { name: "getFileInfo", options: { filePath: "ttfile://user/note.txt", digestAlgorithm: "sha256" } },
  {
    name: "saveFile",
    run(show) {
      const filePath = `${tt.env.USER_DATA_PATH}/saved.txt`;
      tt.chooseImage({
        count: 1,
        success: ({ tempFilePaths }) =>
          tt.saveFile({ tempFilePath: tempFilePaths[0], filePath, success: show, fail: show }),
        fail: show,
      });
    },
  },
  { name: "getSavedFileList" },
  { name: "removeSavedFile", options: { filePath: "ttfile://user/saved.txt" } },
];
