import { expect, test } from "vitest";
import { inLanguage } from "./bilingual.js";

test("the half in the language of the page is taken", () => {
  const message = "标签没有结束；\n请加上。\nThe tag is never closed;\nadd one.";
  expect(inLanguage(message, "zh")).toBe("标签没有结束；\n请加上。");
  expect(inLanguage(message, "en")).toBe("The tag is never closed;\nadd one.");
});

test("a message in one language stays whole", () => {
  expect(inLanguage("Unexpected token", "zh")).toBe("Unexpected token");
  expect(inLanguage("只有中文", "en")).toBe("只有中文");
});
