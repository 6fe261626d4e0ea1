import { TmplGroup } from "glass-easel-template-compiler";
import { type PlacedFinding, say } from "../diagnostic/diagnostic.js";
import { LineMap } from "../diagnostic/line-map.js";
import { withoutSuffix } from "../files/paths.js";
import type { ProjectFile } from "../files/project-files.js";
import { checkBalance } from "./check-balance.js";
import { editedSourceMap, NO_SOURCE_MAP } from "./edited-source-map.js";
import type { EditedText } from "./edited-text.js";
import { type Span, scanTemplate } from "./scanner.js";
import { type ReferenceResolver, type TransformedTemplate, transformTemplate } from "./transform-template.js";

/** One template file, compiled. */
export interface CompiledTemplate {
  /** JavaScript expression of the template group, in the scope that `templatesExpression` makes. */
  expression: string;
  /** Paths of the template and script files it stands on. */
  templates: string[];
  scripts: string[];
  /** Every element name with the place of its first use. */
  tags: Map<string, Span>;
  /** Files whose named templates can be used here, names given and names used: see `TransformedTemplate`. */
  imports: string[];
  defined: Set<string>;
  used: Map<string, Span>;
  findings: PlacedFinding[];
  /** Source maps of inline SJS: each holds from an offset of `expression` on. */
  maps: { offset: number; map: string }[];
}

/** What glass-easel's compiler says of a template; its types leave it open. */
interface CompilerMessage {
  isError: boolean;
  level: "Fatal" | "Error" | "Warn" | "Note";
  code: number;
  message: string;
  startLine: number;
  startColumn: number;
  endLine: number;
  endColumn: number;
}

/** Messages that our own checks give already, with more to say: unclosed and stray tags, misplaced `tt:else`. */
const CHECKED_BEFORE = new Set([65543, 65567, 65548]);

/** The content of a `slot` or `import`: it is not shown on the platform either, and published libraries have it. */
const IGNORED_CONTENT = 65557;

const CHINESE: Record<number, string> = {
  65538: "表达式里有不支持的字符；{{ }} 里不能用可选链、模板字符串、箭头函数等语句。",
  65540: "表达式不完整，缺少 }}。",
  65542: "标签不完整。",
  65545: "这个属性前缀没有意义，会被忽略。",
  65546: "属性名不合法，会被忽略。",
  65549: "属性重复，只有一个有效。",
  [IGNORED_CONTENT]: "这个标签里的内容不会显示；<slot> 没有默认内容。",
  65562: "<sjs> 缺少 module 属性，它给模块起名字。",
  65563: "缺少 src 属性，或它是空的。",
  65565: "属性值应当用引号括起来。",
  65566: "表达式是空的。",
};

/** Compiles one file. Nothing is thrown for what is wrong in it. */
export function compileTemplate(file: ProjectFile, resolve: ReferenceResolver): CompiledTemplate {
  const { tokens, findings: scanned } = scanTemplate(file.text);
  // Behind a tag or quote that does not end, everything else looks wrong as well.
  if (scanned.length > 0) return broken(scanned.slice(0, 1));
  const transformed = transformTemplate(file.text, tokens, resolve);
  const findings = [...checkBalance(file.text, tokens), ...transformed.findings];
  const path = withoutSuffix(file.path, ".ttml");
  const group = new TmplGroup();
  try {
    const messages = group.addTmpl(path, transformed.wxml.text) as CompilerMessage[];
    findings.push(...compilerFindings(messages, transformed.wxml));
    const expression = group.getTmplGenObject(path);
    return {
      expression,
      maps: inlineMaps(file, path, expression, transformed),
      templates: transformed.templates,
      scripts: transformed.scripts,
      tags: transformed.tags,
      imports: transformed.imports,
      defined: transformed.defined,
      used: transformed.used,
      findings,
    };
  } catch (error) {
    const text = error instanceof Error ? error.message : String(error);
    const message = say(`模板编译器出错：${text}`, `The template compiler failed: ${text}`);
    return broken([...findings, { severity: "error", code: "ttml-compiler", message, start: 0 }]);
  } finally {
    group.free();
  }
}

/** The compiler takes the code of inline SJS over as it is, behind a head that names the module. */
function inlineMaps(
  file: ProjectFile,
  path: string,
  expression: string,
  { wxml, inline }: TransformedTemplate,
): CompiledTemplate["maps"] {
  return inline.flatMap(({ module, start, end }) => {
    const head = `D('${path}#${module}',(require,exports,module)=>{`;
    const at = expression.indexOf(head);
    if (at < 0) return [];
    const [from, to] = [wxml.edited(start), wxml.edited(end)];
    const offset = at + head.length;
    return [
      { offset, map: editedSourceMap(file, wxml, from, to) },
      { offset: offset + to - from, map: NO_SOURCE_MAP },
    ];
  });
}

function broken(findings: PlacedFinding[]): CompiledTemplate {
  return {
    expression: "",
    templates: [],
    scripts: [],
    tags: new Map(),
    imports: [],
    defined: new Set(),
    used: new Map(),
    findings,
    maps: [],
  };
}

function compilerFindings(messages: CompilerMessage[], wxml: EditedText): PlacedFinding[] {
  const lines = new LineMap(wxml.text);
  return messages
    .filter((message) => message.level !== "Note" && !CHECKED_BEFORE.has(message.code))
    .map((message) => {
      const place = (line: number, column: number) => wxml.original(lines.offset(line + 1, column + 1));
      const isError = message.isError && message.code !== IGNORED_CONTENT;
      const english = `${message.message.charAt(0).toUpperCase()}${message.message.slice(1)}.`;
      return {
        severity: isError ? "error" : "warning",
        code: isError ? "ttml-syntax" : "ttml-suspicious",
        message: say(CHINESE[message.code] ?? "模板有误。", english),
        start: place(message.startLine, message.startColumn),
        end: place(message.endLine, message.endColumn),
      };
    });
}
