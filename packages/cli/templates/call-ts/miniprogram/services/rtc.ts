/** RtcRoomContext 中用到的部分。 */
export interface Rtc {
  joinRtcRoom(options: object): void;
  exitRtcRoom(options: object): void;
  changeAudioCapture(options: object): void;
  changeVideoCapture(options: object): void;
  switchCamera(options: object): void;
  updateToken(options: { token: string }): void;
  onRtcChatMembersChanged(listener: (event: { userIdList: string[] }) => void): void;
  onRtcVideoMembersChanged(listener: (event: { userIdList: string[] }) => void): void;
  onRtcChatInterrupted(listener: (event: { errNo: number; errMsg: string }) => void): void;
  onRtcStateChanged(listener: (event: { errNo: number; data?: { state?: string } }) => void): void;
  onRoomTokenWillExpire(listener: () => void): void;
  /** 连麦附加的事件，原平台没有。音量为 dBov。 */
  onRtcAudioVolume?(listener: (event: { speakers: { userId: string; volume: number }[] }) => void): void;
}

/** 声明文件尚未包含这个函数，因此在这里转换一次。 */
export function createRtc(appId: string): Rtc {
  const platform = tt as unknown as { createRtcRoomContext(options: { appId: string }): Rtc };
  return platform.createRtcRoomContext({ appId });
}
