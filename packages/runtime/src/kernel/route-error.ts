/**
 * A navigation that is refused. The message is what follows `navigateTo:fail ` in the `errMsg` of the call; nothing
 * has changed on the page stack.
 */
export class RouteError extends Error {
  override readonly name = "RouteError";

  static pageNotFound(path: string): RouteError {
    return new RouteError(`page "${path}" is not found: add it to "pages" in app.json`);
  }

  static stackFull(limit: number): RouteError {
    return new RouteError(`page stack is full (${limit} pages): use redirectTo or navigateBack`);
  }

  static tabPage(path: string): RouteError {
    return new RouteError(`can not open tab page "${path}" this way: use switchTab`);
  }

  static noTabPage(path: string): RouteError {
    return new RouteError(`can not switch to "${path}": it is not in the list of "tabBar" in app.json`);
  }

  static packageBroken(name: string, reason: string): RouteError {
    return new RouteError(`subpackage "${name}" is not there: ${reason}`);
  }

  static firstPage(): RouteError {
    return new RouteError("cannot navigate back at first page");
  }

  static badUrl(url: unknown): RouteError {
    return new RouteError(`parameter "url" must be a page path such as "/pages/index/index", not ${describe(url)}`);
  }
}

function describe(value: unknown): string {
  return typeof value === "string" ? JSON.stringify(value) : String(value);
}
