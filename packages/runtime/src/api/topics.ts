import type { Environment } from "../kernel/environment.js";
import type { Topic } from "./core/definition.js";
import type { Shared } from "./core/shared.js";
import type { FileSystem } from "./files/file-system.js";

/** Makes the functions of a topic. */
export type TopicMaker<T extends Topic = Topic> = (environment: Environment, shared: Shared) => T;

/** A part of `tt`, whose code is loaded only for programs that use one of its functions. */
export interface LazyTopic<T extends Topic = Topic> {
  /** Says which names belong to it; the first topic that a name belongs to has it. */
  readonly names: RegExp;
  load(): Promise<TopicMaker<T>>;
}

/** All that `tt` can do, simulations included, by topic. What belongs to none is refused. */
export const TOPICS = {
  storage: topic(/Storage/, async () => (await import("./storage/index.js")).storageTopic),
  request: topic(/^request$/, async () => (await import("./network/request.js")).requestTopic),
  transfers: withFiles(/^(?:down|up)loadFile$/, async () => (await import("./network/files.js")).fileTransfersTopic),
  sockets: topic(/^connectSocket$/, async () => (await import("./network/socket.js")).socketTopic),
  files: withFiles(/File(?!Path)/, async () => (await import("./files/index.js")).filesTopic),
  feedback: topic(/Toast$|^(?:show|hide)Loading$|^show(?:Modal|ActionSheet)$/, async () => {
    return (await import("./interface/feedback.js")).feedbackTopic;
  }),
  navigationBar: topic(/NavigationBar|^hideHomeButton$/, async () => {
    return (await import("./interface/navigation-bar.js")).navigationBarTopic;
  }),
  tabBar: topic(/TabBar/, async () => (await import("./interface/tab-bar.js")).tabBarTopic),
  page: topic(/^pageScrollTo$|PullDown|^hideKeyboard$|^nextTick$/, async () => {
    return (await import("./interface/page.js")).pageTopic;
  }),
  route: topic(/^(?:navigateTo|redirectTo|reLaunch|switchTab|navigateBack)$/, async () => {
    return (await import("./route/index.js")).routeTopic;
  }),
  system: topic(
    /^(?:get(?:System|Device|Window|Env)Info|getAppBase|get\w+BoundingClientRect|getMenu|env$|canIPut|getExt)/,
    async () => {
      return (await import("./system/info.js")).systemInfoTopic;
    },
  ),
  network: topic(/Network/, async () => (await import("./system/network-status.js")).networkStatusTopic),
  windowSize: topic(/WindowResize$/, async () => (await import("./system/window-size.js")).windowSizeTopic),
  theme: topic(/ThemeChange$/, async () => (await import("./system/theme.js")).themeTopic),
  device: topic(/Clipboard|^vibrate|KeepScreenOn|^makePhoneCall$/, async () => {
    return (await import("./device/index.js")).deviceTopic;
  }),
  login: topic(/^(?:login|checkSession|getUser(?:Profile|Info))$/, async () => {
    return (await import("./login/index.js")).loginTopic;
  }),
  setting: topic(/Setting$|^authorize$/, async () => (await import("./login/index.js")).settingTopic),
  lifecycle: topic(/OptionsSync$|^o(?:n|ff)(?:App|Error|Unh|PageN|Memory|Lazy|User)|^exit|UpdateManager$/, async () => {
    return (await import("./lifecycle/index.js")).lifecycleTopic;
  }),
  media: withFiles(
    /Image|Video(?:Context)?$|VideoTo|^chooseMedia$|Audio|^getRecorder/,
    async () => (await import("./media/index.js")).mediaTopic,
  ),
  location: topic(/^getLocation$/, async () => (await import("./location/index.js")).locationTopic),
  map: topic(/^createMapContext$/, async () => (await import("./map/index.js")).mapTopic),
  livePlayer: topic(/^createLivePlayerContext$/, async () => (await import("./live-player/index.js")).livePlayerTopic),
  sensors: topic(/Accelerometer|Compass/, async () => (await import("./sensors/index.js")).sensorsTopic),
  canvas: withFiles(/Canvas|^canvas/, async () => (await import("./canvas/index.js")).canvasTopic),
  animation: topic(/^createAnimation$/, async () => (await import("./animation/index.js")).animationTopic),
  share: topic(/ShareMenu$|^shareAppMessage$/, async () => (await import("./share/index.js")).shareTopic),
  simulated: topic(
    /^(?:scanCode|pay|chooseAddress|checkFollow\w*|navigateToMini\w*)$|^requestSub|Analytics$|ShareMenu|Favorite|Brightness/,
    async () => (await import("./simulated/index.js")).simulatedTopic,
  ),
  encoding: topic(/rrayBuffer/, async () => (await import("./encoding/index.js")).encodingTopic),
  performance: topic(/^performance$/, async () => (await import("./performance/index.js")).performanceTopic),
  selector: topic(/SelectorQuery$|IntersectionObserver$/, async () => {
    return (await import("./selector/index.js")).selectorTopic;
  }),
  rtc: topic(/Rtc/, async () => (await import("./rtc/index.js")).rtcTopic),
};

/** The functions that say that they cannot. It has all names that belong to no other topic. */
export const REFUSED: LazyTopic = topic(/^/, async () => (await import("./refused/index.js")).refusedTopic);

/** The topic that a name belongs to. */
export function topicOf(name: string): LazyTopic {
  return Object.values<LazyTopic>(TOPICS).find(({ names }) => names.test(name)) ?? REFUSED;
}

function topic<T extends Topic>(names: RegExp, load: () => Promise<TopicMaker<T>>): LazyTopic<T> {
  return { names, load };
}

/** A topic whose functions share the program's files. */
function withFiles<T extends Topic>(
  names: RegExp,
  load: () => Promise<(environment: Environment, files: FileSystem, shared: Shared) => T>,
): LazyTopic<T> {
  return {
    names,
    async load() {
      const [make, { FileSystem: Files }] = await Promise.all([load(), import("./files/file-system.js")]);
      return (environment, shared) => {
        const files = shared.get(Files, () => new Files(environment.host.files));
        return make(environment, files, shared);
      };
    },
  };
}

type MadeBy<L> = L extends LazyTopic<infer T> ? T : never;
type Intersected<U> = (U extends unknown ? (value: U) => void : never) extends (value: infer I) => void ? I : never;

/** The definitions of all topics. */
export type AbleDefinitions = Intersected<MadeBy<(typeof TOPICS)[keyof typeof TOPICS]>>;
