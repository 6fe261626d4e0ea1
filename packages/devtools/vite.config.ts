import react from "@vitejs/plugin-react";
import { defineConfig } from "vite";

/** Builds the simulator page. The dev server gives it out under this base and puts its HTML at the root. */
export default defineConfig({
  root: new URL("src/simulator", import.meta.url).pathname,
  base: "/__simulator/",
  plugins: [react()],
  // Other packages are taken from their sources, so that the order of the builds does not matter.
  resolve: { conditions: ["lianmai-source", "browser", "module", "import", "default"] },
  build: {
    outDir: "../../dist/simulator",
    emptyOutDir: true,
    target: "es2022",
    sourcemap: false,
    rolldownOptions: {
      output: {
        codeSplitting: {
          groups: [
            { name: "react", test: /node_modules[\\/](react|react-dom|scheduler)[\\/]/ },
            { name: "semi", test: /node_modules[\\/](@douyinfe|lodash|classnames|date-fns|async-validator)[\\/]/ },
          ],
        },
      },
    },
  },
});
