import type { Environment } from "../../kernel/environment.js";
import { asynchronous } from "../core/definition.js";
import { ApiError } from "../core/errors.js";
import { boolean, choice, number, optional, required, string } from "../core/options.js";
import { checkColor } from "./check-color.js";

const BADGE_LENGTH = 4;

/** The tab bar of the app. */
export function tabBarTopic({ tabBar, resolveAsset }: Environment) {
  const index = required(number);
  const animation = optional(boolean, false);
  const state = () => {
    const current = tabBar.state();
    if (!current) throw new ApiError("the app has no tabBar: add it to app.json", { errorType: "D" });
    return current;
  };
  const item = (position: number) => {
    const { items } = state();
    if (items[position]) return position;
    throw ApiError.parameter(`params.index should be 0 to ${items.length - 1}, but got ${position}`);
  };
  const visibility = (visible: boolean) =>
    asynchronous({
      options: { animation },
      run() {
        state();
        tabBar.update({ visible });
      },
    });
  return {
    showTabBar: visibility(true),
    hideTabBar: visibility(false),
    setTabBarBadge: asynchronous({
      options: { index, text: required(string) },
      run({ index: position, text }) {
        // More does not fit the corner of an icon; the platform shows three letters and dots.
        const badge = [...text].length > BADGE_LENGTH ? `${[...text].slice(0, BADGE_LENGTH - 1).join("")}…` : text;
        tabBar.updateItem(item(position), { badge, dot: false });
      },
    }),
    removeTabBarBadge: asynchronous({
      options: { index },
      run: ({ index: position }) => tabBar.updateItem(item(position), { badge: "" }),
    }),
    showTabBarRedDot: asynchronous({
      options: { index },
      run: ({ index: position }) => tabBar.updateItem(item(position), { dot: true, badge: "" }),
    }),
    hideTabBarRedDot: asynchronous({
      options: { index },
      run: ({ index: position }) => tabBar.updateItem(item(position), { dot: false }),
    }),
    setTabBarItem: asynchronous({
      options: { index, text: optional(string), iconPath: optional(string), selectedIconPath: optional(string) },
      run({ index: position, text, iconPath, selectedIconPath }) {
        tabBar.updateItem(item(position), {
          ...(text === undefined ? {} : { text }),
          ...(iconPath === undefined ? {} : { iconUrl: resolveAsset(iconPath, "") }),
          ...(selectedIconPath === undefined ? {} : { selectedIconUrl: resolveAsset(selectedIconPath, "") }),
        });
      },
    }),
    setTabBarStyle: asynchronous({
      options: {
        color: optional(string),
        selectedColor: optional(string),
        backgroundColor: optional(string),
        borderStyle: optional(choice("black", "white")),
      },
      run({ borderStyle: _, ...colors }) {
        state();
        const change: Partial<Record<keyof typeof colors, string>> = {};
        for (const name of ["color", "selectedColor", "backgroundColor"] as const) {
          const color = colors[name];
          if (color === undefined) continue;
          checkColor(name, color);
          change[name] = color;
        }
        tabBar.update(change);
      },
    }),
  };
}
