import { transform } from "esbuild";
import { minify } from "vite";

/**
 * Makes what esbuild has written small. Scripts go through the minifier of Vite, which leaves some 5 % less than
 * esbuild's own.
 *
 * @param files Outputs of esbuild by name: scripts with their maps, style sheets.
 * @returns Their content by name.
 */
export async function squeeze(files) {
  const squeezed = new Map();
  await Promise.all(
    [...files].map(async ([name, text]) => {
      if (name.endsWith(".css")) squeezed.set(name, await squeezeStyles(text));
      if (!name.endsWith(".js")) return;
      const inputMap = JSON.parse(files.get(`${name}.map`));
      const { code, map, errors } = await minify(name, text, {
        module: /^(?:import|export)\b/m.test(text),
        compress: { target: "es2022" },
        sourcemap: true,
        inputMap,
      });
      if (errors.length > 0) throw new Error(`${name} could not be made small: ${errors[0].message}`);
      squeezed.set(name, `${code}\n//# sourceMappingURL=${name}.map\n`);
      squeezed.set(`${name}.map`, JSON.stringify(map));
    }),
  );
  return squeezed;
}

/** A style sheet without spaces and comments. */
export async function squeezeStyles(text) {
  const { code } = await transform(text, { loader: "css", minify: true, legalComments: "none" });
  return code;
}
