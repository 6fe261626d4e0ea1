// Vite turns these imports into files of the build.
declare module "*.css";
declare module "*.svg" {
  const url: string;
  export default url;
}
