/**
 * Style sheets: of the frame as files beside its script, of built-in components as text in their code, which they ask
 * for by `with { type: "text" }`.
 */
declare module "*.css" {
  const text: string;
  export default text;
}
