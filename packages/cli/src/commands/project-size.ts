import { readProject } from "../project/project.js";
import { sizeOf } from "../site/site.js";
import { say } from "../terminal/language.js";
import { bytes, report, table } from "../terminal/report.js";
import { buildOrFail } from "./build.js";

/** `lianmai project-size`: what a phone loads, by part. */
export async function projectSize({ project, json }: { project: string; json: boolean }): Promise<void> {
  readProject(project);
  const { files } = await buildOrFail({ project });
  const of = (test: (path: string) => boolean) => sizeOf(new Map([...files].filter(([path]) => test(path))));
  const sizes = {
    code: of((path) => /^v\/.*\.(js|html)$/.test(path)),
    assets: of((path) => /^v\//.test(path) && !/\.(js|html)$/.test(path)),
    runtime: of((path) => path.startsWith("r/")),
    page: of((path) => !/^[rv]\//.test(path)),
    total: sizeOf(files),
  };
  report(json, sizes, () =>
    table([
      [say("代码", "Code"), bytes(sizes.code)],
      [say("图片等", "Pictures and the like"), bytes(sizes.assets)],
      [say("运行时", "Runtime"), bytes(sizes.runtime)],
      [say("页面", "Page"), bytes(sizes.page)],
      [say("合计", "Total"), bytes(sizes.total)],
    ]),
  );
}
