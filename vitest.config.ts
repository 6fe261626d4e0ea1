import { defineConfig } from "vitest/config";

// Packages are tested from their sources: the condition picks `src/index.ts` instead of the build.
const conditions = ["lianmai-source"];
const shared = {
  resolve: { conditions },
  // Without "module": packages that have it mean it for bundlers, and Node cannot load what it names.
  ssr: { resolve: { conditions: [...conditions, "node", "import", "default"] } },
};

// These offer bundlers ES modules with imports that Node cannot follow by itself.
const server = { deps: { inline: [/@opentelemetry\//] } };

export default defineConfig({
  test: {
    projects: [
      {
        ...shared,
        test: {
          name: "unit",
          server,
          include: [
            "packages/**/src/**/*.test.{ts,tsx}",
            "scripts/**/*.test.mjs",
            "bench/**/*.test.ts",
            "examples/**/*.test.{js,ts}",
          ],
          testTimeout: 20_000,
        },
      },
      {
        ...shared,
        test: {
          name: "browser",
          server,
          include: ["e2e/**/*.test.ts"],
          globalSetup: "e2e/built-runtime.mjs",
          testTimeout: 60_000,
          hookTimeout: 60_000,
          // Each file starts browsers and a server of its own: on two cores they would only wait for one another.
          fileParallelism: false,
          // The sources, which keep nothing in modules, are loaded once for all files and not a second or two for each.
          isolate: false,
        },
      },
    ],
  },
});
