import type { Environment } from "../../kernel/environment.js";
import { asynchronous } from "../core/definition.js";
import { choice, required, string } from "../core/options.js";
import { checkColor } from "./check-color.js";

/** The navigation bar of the shown page. */
export function navigationBarTopic({ navigationBar }: Environment) {
  return {
    setNavigationBarTitle: asynchronous({
      options: { title: required(string) },
      run: ({ title }) => navigationBar.update({ title }),
    }),
    setNavigationBarColor: asynchronous({
      options: { frontColor: required(choice("#ffffff", "#000000")), backgroundColor: required(string) },
      run({ frontColor, backgroundColor }) {
        checkColor("backgroundColor", backgroundColor);
        navigationBar.update({ frontColor: frontColor === "#ffffff" ? "white" : "black", backgroundColor });
      },
    }),
    showNavigationBarLoading: asynchronous({ run: () => navigationBar.update({ loading: true }) }),
    hideNavigationBarLoading: asynchronous({ run: () => navigationBar.update({ loading: false }) }),
    hideHomeButton: asynchronous({
      run: () => undefined,
    }),
  };
}
