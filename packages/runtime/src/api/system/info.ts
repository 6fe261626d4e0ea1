import type { Environment } from "../../kernel/environment.js";
import { asynchronous, constant, synchronous } from "../core/definition.js";

/** The base library of the original platform that this runtime follows. */
const SDK_VERSION = "3.19.0";
const HOST_VERSION = "30.0.0";
const USER_DATA_PATH = "ttfile://user";

const SYSTEM_RESULTS = [
  "system",
  "platform",
  "brand",
  "model",
  "version",
  "appName",
  "SDKVersion",
  "screenWidth",
  "screenHeight",
  "windowWidth",
  "windowHeight",
  "pixelRatio",
  "statusBarHeight",
  "safeArea",
  "language",
  "theme",
] as const;

/** Device, window and environment. */
export function systemInfoTopic(environment: Environment) {
  const { host, definition } = environment;
  const all = () => ({ ...deviceInfo(), ...windowInfo(), ...appBaseInfo() });
  const deviceInfo = () => {
    const { brand, model, system, platform } = host.device();
    return { brand, model, system, platform };
  };
  const windowInfo = () => {
    const { pixelRatio, screenWidth, screenHeight, statusBarHeight, safeAreaInsets: inset } = host.device();
    const [left, top, right, bottom] = [inset.left, inset.top, screenWidth - inset.right, screenHeight - inset.bottom];
    return {
      pixelRatio,
      screenWidth,
      screenHeight,
      // The frame lies between the bars: its own size is the room that a page has.
      windowWidth: innerWidth,
      windowHeight: innerHeight,
      statusBarHeight,
      safeArea: { left, top, right, bottom, width: right - left, height: bottom - top },
    };
  };
  const appBaseInfo = () => {
    const { language, theme } = host.device();
    return { SDKVersion: SDK_VERSION, version: HOST_VERSION, appName: "Douyin", language, theme };
  };
  const menuButton = () => ({ ...host.device().menuButton });
  const rectangle = ["width", "height", "top", "right", "bottom", "left"];
  return {
    getSystemInfo: asynchronous({ results: SYSTEM_RESULTS, run: all }),
    getSystemInfoSync: synchronous({ results: SYSTEM_RESULTS, call: all }),
    getDeviceInfo: synchronous({ results: ["brand", "model", "system", "platform"], call: deviceInfo }),
    getWindowInfo: synchronous({
      results: [
        "pixelRatio",
        "screenWidth",
        "screenHeight",
        "windowWidth",
        "windowHeight",
        "statusBarHeight",
        "safeArea",
      ],
      call: windowInfo,
    }),
    getAppBaseInfo: synchronous({
      results: ["SDKVersion", "version", "appName", "language", "theme"],
      call: appBaseInfo,
    }),
    getMenuButtonBoundingClientRect: synchronous({ results: rectangle, call: menuButton }),
    getMenuButtonLayout: synchronous({ results: rectangle, call: menuButton }),
    getCustomButtonBoundingClientRect: synchronous({
      results: ["leftIcon", "capsule"],
      call() {
        const capsule = menuButton();
        const { top, bottom, height } = capsule;
        return { capsule, leftIcon: { left: 2, right: 46, width: 44, top, bottom, height } };
      },
    }),
    getEnvInfoSync: synchronous({
      results: ["microapp", "plugin", "common"],
      call: () => ({
        microapp: { mpVersion: "0.0.0", envType: "development", appId: definition.project.appid },
        plugin: {},
        common: { USER_DATA_PATH, location: undefined, launchFrom: undefined, schema: undefined },
      }),
    }),
    env: constant(Object.freeze({ USER_DATA_PATH, VERSION: "development" }), {
      results: ["USER_DATA_PATH", "VERSION"],
    }),
    canIPutStuffOverComponent: synchronous({
      call: () => true,
    }),
    getExtConfig: asynchronous({
      results: ["extConfig"],
      run: () => ({ extConfig: {} }),
    }),
    getExtConfigSync: synchronous({ call: () => ({}) }),
  };
}
