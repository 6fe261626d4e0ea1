/** Style sheets are imported for esbuild, which collects them into one file beside the script. */
declare module "*.css";
