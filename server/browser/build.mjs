// Bundles the editor, and collects the licences of all that is in the bundle: node build.mjs FOLDER
import { build } from "esbuild";
import { existsSync, readFileSync, readdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const target = process.argv[2];
const here = dirname(fileURLToPath(import.meta.url));
const done = await build({
  absWorkingDir: here,
  entryPoints: ["editor.js"],
  bundle: true,
  charset: "utf8",
  format: "esm",
  legalComments: "none",
  metafile: true,
  minify: true,
  outfile: join(target, "editor.js"),
  target: ["es2022"],
});

const names = new Set();
for (const input of Object.keys(done.metafile.inputs)) {
  const found = /^node_modules\/((?:@[^/]+\/)?[^/]+)\//.exec(input);
  if (found) names.add(found[1]);
}
const parts = [...names].sort().map((name) => {
  const folder = join(here, "node_modules", name);
  const { version, license } = JSON.parse(readFileSync(join(folder, "package.json"), "utf8"));
  const file = readdirSync(folder).find((one) => /^(licen[cs]e|copying)(\.|$)/i.test(one));
  if (!file || !existsSync(join(folder, file))) throw new Error(`${name} has no licence text.`);
  return `${name} ${version} (${license})\n\n${readFileSync(join(folder, file), "utf8").trim()}\n`;
});
writeFileSync(join(target, "editor.LICENSES.txt"), parts.join(`\n${"-".repeat(80)}\n\n`));
console.log(`${parts.length} packages`);
