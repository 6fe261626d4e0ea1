/**
 * 一项调用，写成三种之一：
 * `{ name, options }` 异步函数；`{ name, args }` 同步函数；
 * `{ name, listen: "AppShow" }` 一对 on/off；`{ name, run(show) }` 自己写的几步，`this` 是页面。
 */
function codeOf({ name, options, args, listen, run }) {
  if (run) return bodyOf(run);
  if (listen) return `tt.on${listen}(listener);\ntt.off${listen}(listener);`;
  if (args) return `tt.${name}(${args.map((one) => JSON.stringify(one)).join(", ")});`;
  return `tt.${name}(${Object.keys(options ?? {}).length > 0 ? JSON.stringify(options, null, 2) : "{}"});`;
}

/** 执行一项调用；`show(文字, 是否失败)` 可以多次。 */
function invoke(call, page, show) {
  const { name, options, args, listen, run } = call;
  try {
    if (run) {
      const result = run.call(page, (value) => show(textOf(value)));
      if (typeof result?.then === "function") {
        result.then(
          (value) => value !== undefined && show(textOf(value)),
          (error) => show(textOf(error), true),
        );
      } else if (result !== undefined) show(textOf(result));
    } else if (listen) toggle(call, show);
    else if (args) show(textOf(tt[name](...args)));
    else {
      tt[name]({
        ...options,
        success: (result) => show(textOf(result)),
        fail: (error) => show(textOf(error), true),
      });
    }
  } catch (error) {
    show(textOf(error), true);
  }
}

/** 第一次点是监听，再点取消。 */
function toggle(call, show) {
  const { listen } = call;
  if (call.listener) {
    tt[`off${listen}`](call.listener);
    call.listener = undefined;
    show(`off${listen}`);
    return;
  }
  call.listener = (value) => show(textOf(value));
  tt[`on${listen}`](call.listener);
  show(`on${listen} …`);
}

/** 结果原样写成文字；函数和二进制只写出是什么。 */
function textOf(value) {
  if (value === undefined) return "undefined";
  if (value instanceof Error) return JSON.stringify({ message: value.message, ...value }, null, 2);
  const shown = (_key, one) => {
    if (typeof one === "function") return "ƒ";
    return one instanceof ArrayBuffer ? `ArrayBuffer(${one.byteLength})` : one;
  };
  return JSON.stringify(value, shown, 2);
}

/** 函数体，去掉共同的缩进。 */
function bodyOf(run) {
  const lines = String(run).split("\n").slice(1, -1);
  const indent = Math.min(...lines.filter((line) => line.trim()).map((line) => line.search(/\S/)));
  return lines.map((line) => line.slice(indent)).join("\n");
}

module.exports = { codeOf, invoke };
