import type { GeneralComponent } from "glass-easel";
import { component } from "glass-easel-miniprogram-adapter";

/** Fields of a query that the adapter does not know, besides those that it does. */
interface Fields extends Record<string, unknown> {
  node?: boolean;
  context?: boolean;
  computedStyle?: string[];
}

type Answer = Record<string, unknown> & { context?: unknown };
type Callback = (answer: unknown) => void;

interface Query {
  _$push(selector: string | null, of: unknown, single: boolean, fields: Fields, callback: Callback): void;
  select(selector: string): Reference;
  selectAll(selector: string): Reference;
}

interface Reference {
  fields(fields: Fields, callback?: Callback): Query;
  node?(callback?: Callback): Query;
}

/** What a built-in component hands out in answers to `node` and `context`. */
export interface NodeAnswers {
  node?: unknown;
  context?: unknown;
}

/**
 * Teaches `createSelectorQuery` of pages and components what the adapter leaves out: `node` (the canvas itself),
 * `context` and `computedStyle`. Called once a frame.
 */
export function completeSelectorQueries(answersOf: (dom: Element) => NodeAnswers | undefined): void {
  const prototype = component.ComponentCaller.prototype as unknown as { createSelectorQuery(): Query };
  const { createSelectorQuery } = prototype;

  prototype.createSelectorQuery = function (this: { _$: GeneralComponent }) {
    const query = createSelectorQuery.call(this as never);
    const push = query._$push.bind(query);
    query._$push = (selector, of, single, fields, callback) => {
      const extra = fields.node || fields.context || fields.computedStyle;
      if (!extra || selector === null) push(selector, of, single, fields, callback);
      // With `context` the adapter answers with the DOM node, from which the rest follows.
      else push(selector, of, single, { ...fields, context: true }, (answer) => callback(complete(answer, fields)));
    };
    for (const name of ["select", "selectAll"] as const) {
      const select = query[name].bind(query);
      query[name] = (selector) => withNode(select(selector));
    }
    return query;
  };

  /** The answer also stands in the list that `exec` gives, so it is changed where it is. */
  function complete(answer: unknown, fields: Fields): unknown {
    for (const one of Array.isArray(answer) ? (answer as Answer[]) : [answer as Answer | null]) {
      if (one) completeOne(one, fields);
    }
    return answer;
  }

  function completeOne(answer: Answer, fields: Fields): void {
    const dom = answer.context as HTMLElement;
    const answers = answersOf(dom);
    delete answer.context;
    if (fields.context) answer.context = answers?.context ?? null;
    if (fields.node) answer.node = answers?.node ?? null;
    if (!fields.computedStyle) return;
    const style = getComputedStyle(dom);
    for (const property of fields.computedStyle) answer[property] = style.getPropertyValue(dashed(property));
  }
}

function withNode(reference: Reference): Reference {
  reference.node = (callback) => reference.fields({ node: true }, callback);
  return reference;
}

function dashed(property: string): string {
  return property.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
}
