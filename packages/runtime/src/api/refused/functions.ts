/** Why a function is refused, in words for the developer. */
export const REASONS = {
  platform: "it belongs to services of the original platform that do not exist here",
  payment: "payments and orders exist only on the original platform",
  advertising: "advertising exists only on the original platform",
  live: "it belongs to live rooms of the original platform",
  device: "browsers give no access to this device",
  later: "this version does not do it yet",
} as const;

export type Reason = keyof typeof REASONS;
type Shape = "asynchronous" | "synchronous" | "listener";

/** A function of the platform that this runtime does not do. */
export interface RefusedFunction {
  readonly name: string;
  readonly shape: Shape;
  readonly reason: Reason;
}

const asynchronous: Record<Reason, string> = {
  platform: `
    followAwemeUser followOfficialAccount getAnalysisInfo getMicroappInfo getShopRecordToken getSidebarActivity
    hideInteractionBar navigateBackMiniProgram navigateToScene navigateToVideoView openAwemeUserProfile
    prerenderVideo showDouyinOpenAuth showInteractionBar updateExitGuideWindowInfo updateShopMemberPoints
    updateSidebarActivity`,
  payment: `
    applyEcCoupon applyRefund continueToPay createMerchantOrder createOrder createRefundOrder getRefundOrder
    submitEcCustomGoods`,
  advertising: "preloadDrawAd",
  live: `
    getLiveUserInfo getRoomInfo getSelfCommentCountDuringPluginRunning isFollowingAnchor
    subscribeAudiencesFollowAction subscribeSpecifiedContentComment subscribeSpecifiedUserComment
    unsubscribeAllSpecifiedContentComment unsubscribeAllSpecifiedUserComment unsubscribeAudiencesFollowAction`,
  device: "getConnectedWifi getWifiList",
  later: "chooseLocation openLocation",
};

const synchronous: Record<Reason, string> = {
  platform: "createBytennEngineContext createCloud createStickerManager",
  payment: "completePaySync completeRefundSync",
  advertising: "createInterstitialAd createRewardedVideoAd",
  live: "",
  device: "",
  later: `
    createMediaRecorder createWorker`,
};

const listener: Record<Reason, string> = {
  platform: "",
  payment: "",
  advertising: "",
  live: "onReceiveAudiencesFollowAction onReceiveSpecifiedComment",
  device: "offGetWifiList onGetWifiList",
  later: "",
};

/** Every function of the platform that could be refused; what a topic defines goes before it. */
export const refusedFunctions: readonly RefusedFunction[] = Object.entries({
  asynchronous,
  synchronous,
  listener,
}).flatMap(([shape, byReason]) =>
  Object.entries(byReason).flatMap(([reason, names]) =>
    names
      .split(/\s+/)
      .filter(Boolean)
      .map((name) => ({ name, shape: shape as Shape, reason: reason as Reason })),
  ),
);
