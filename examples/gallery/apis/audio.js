/** 一秒的 440 Hz，写成 WAV；这样不用带一个音频文件。 */
function toneFile() {
  const rate = 8000;
  const bytes = new DataView(new ArrayBuffer(44 + rate));
  const word = (at, text) => {
    for (const [index, letter] of [...text].entries()) bytes.setUint8(at + index, letter.charCodeAt(0));
  };
  word(0, "RIFF");
  bytes.setUint32(4, 36 + rate, true);
  word(8, "WAVEfmt ");
  bytes.setUint32(16, 16, true);
  bytes.setUint16(20, 1, true);
  bytes.setUint16(22, 1, true);
  bytes.setUint32(24, rate, true);
  bytes.setUint32(28, rate, true);
  bytes.setUint16(32, 1, true);
  bytes.setUint16(34, 8, true);
  word(36, "data");
  bytes.setUint32(40, rate, true);
  for (let at = 0; at < rate; at++) bytes.setUint8(44 + at, 128 + 60 * Math.sin((2 * Math.PI * 440 * at) / rate));
  const path = `${tt.env.USER_DATA_PATH}/tone.wav`;
  tt.getFileSystemManager().writeFileSync(path, bytes.buffer);
  return path;
}

module.exports = [
  {
    name: "createInnerAudioContext",
    run(show) {
      const audio = tt.createInnerAudioContext();
      audio.onPlay(() => show("onPlay"));
      audio.onEnded(() => {
        show(`onEnded, ${audio.duration} s`);
        audio.destroy();
      });
      audio.onError(show);
      audio.src = toneFile();
      audio.play();
    },
  },
  {
    name: "getBackgroundAudioManager",
    run(show) {
      const audio = tt.getBackgroundAudioManager();
      audio.onPlay(() => show("onPlay"));
      audio.onEnded(() => show("onEnded"));
      audio.title = "440 Hz";
      audio.src = toneFile();
    },
  },
  {
    name: "getRecorderManager",
    run(show) {
      const recorder = tt.getRecorderManager();
      recorder.onStart(() => show("onStart"));
      recorder.onStop(show);
      recorder.onError(show);
      recorder.start({ duration: 2000 });
    },
  },
];
