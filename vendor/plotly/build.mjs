// Builds static/vendor/plotly-<version>.min.js, and beside it the licences of all that is in it.
import { build } from "esbuild";
import { readFileSync, readdirSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { brotliCompressSync, gzipSync } from "node:zlib";
import { slim } from "./slim.mjs";

const here = dirname(fileURLToPath(import.meta.url));
const about = (folder) => JSON.parse(readFileSync(join(here, folder, "package.json"), "utf8"));
const { version } = about("node_modules/plotly.js");
const name = `plotly-${version}`;

const { outputFiles, metafile } = await build({
  absWorkingDir: here,
  entryPoints: ["entry.js"],
  outfile: `${name}.min.js`,
  write: false,
  bundle: true,
  minify: true,
  format: "iife",
  globalName: "Plotly",
  target: "es2020",
  define: { global: "window", "define.amd": "false" },
  legalComments: "none",
  metafile: true,
  plugins: [slim],
  banner: { js: `/* plotly.js ${version}, in part. Copyright Plotly, Inc. and others: ${name}.licenses.txt */` },
});
const script = outputFiles[0].contents;
const used = Object.entries(Object.values(metafile.outputs)[0].inputs).filter(([, { bytesInOutput }]) => bytesInOutput);

const folders = new Set(used.map(([path]) => /^node_modules\/(?:@[^/]+\/)?[^/]+/.exec(path)?.[0]).filter(Boolean));
const licence = (folder) => {
  const { name, version, license } = about(folder);
  const file = readdirSync(join(here, folder)).find((each) => /^licen[cs]e/i.test(each));
  return `${name} ${version}\n\n${file ? readFileSync(join(here, folder, file), "utf8").trim() : `License: ${license}`}\n`;
};

const to = join(here, "../../static/vendor", name);
writeFileSync(`${to}.min.js`, script);
writeFileSync(`${to}.licenses.txt`, [...folders].sort().map(licence).join("\n---\n\n"));
const sizes = [script, gzipSync(script, { level: 9 }), brotliCompressSync(script)].map(({ length }) => length);
console.log("%d bytes, gzip %d, brotli %d", ...sizes);

if (process.argv.includes("--parts")) {
  const parts = {};
  for (const [path, { bytesInOutput }] of used) {
    const part = /plotly\.js\/src\/([^/]+\/[^/]+)/.exec(path)?.[1] ?? /node_modules\/((?:@[^/]+\/)?[^/]+)/.exec(path)?.[1] ?? path;
    parts[part] = (parts[part] ?? 0) + bytesInOutput;
  }
  console.table(Object.entries(parts).sort((one, other) => other[1] - one[1]));
}
