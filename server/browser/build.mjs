// Bundles the editor and the program of static copies, and collects the licences of all that is in them: node build.mjs FOLDER
import { build } from "esbuild";
import { copyFileSync, existsSync, readFileSync, readdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";

const target = process.argv[2];
const here = dirname(fileURLToPath(import.meta.url));
const settings = {
  absWorkingDir: here,
  bundle: true,
  charset: "utf8",
  legalComments: "none",
  metafile: true,
  minify: true,
  outdir: target,
  target: ["es2022"],
};
const editor = await build({ ...settings, entryPoints: ["editor.js"], format: "esm" });
// A page that is opened as a file loads no modules; the engine is given to the program as bytes, not by an address.
const define = { "import.meta.url": '""' };
const copy = await build({ ...settings, entryPoints: ["static-site.js"], format: "iife", define });
copyFileSync(join(here, "node_modules", "oxigraph", "web_bg.wasm"), join(target, "oxigraph.wasm"));

const names = new Set();
for (const input of [editor, copy].flatMap((done) => Object.keys(done.metafile.inputs))) {
  const found = /^node_modules\/((?:@[^/]+\/)?[^/]+)\//.exec(input);
  if (found) names.add(found[1]);
}
const parts = [...names].sort().map((name) => {
  const folder = join(here, "node_modules", name);
  const { version, license } = JSON.parse(readFileSync(join(folder, "package.json"), "utf8"));
  const own = readdirSync(folder).find((one) => /^(licen[cs]e|copying)(\.|$)/i.test(one));
  const file = own ? join(folder, own) : join(here, `${name}.LICENSE.txt`); // for a package that comes without its text
  if (!existsSync(file)) throw new Error(`${name} has no licence text.`);
  return `${name} ${version} (${license})\n\n${readFileSync(file, "utf8").trim()}\n`;
});
writeFileSync(join(target, "editor.LICENSES.txt"), parts.join(`\n${"-".repeat(80)}\n\n`));
console.log(`${parts.length} packages`);
