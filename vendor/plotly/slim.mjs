// What of plotly.js and its libraries a chart of ours can do without.
import { parse } from "acorn";
import { simple } from "acorn-walk";
import { readFileSync } from "node:fs";
import { dirname, join } from "node:path";

const nothing = "module.exports = {};";
const noop = "module.exports = () => {};";
const noops = (...names) => names.map((each) => `exports.${each} = () => {};`).join("\n");
// Whatever selects, draws shapes, shows buttons, colour bars or a legend, and the style sheet that a script
// would have to make, which the site's policy forbids (static/css/chart.css has those rules).
const LEFT_OUT = {
  "build/plotcss": nothing,
  "src/components/colorbar/attributes": nothing,
  "src/components/colorbar/defaults": noop,
  "src/components/colorbar/has_colorbar": "module.exports = () => false;",
  "src/components/legend/defaults": noop,
  "src/components/legend/draw": noop,
  "src/components/modebar/index": noops("manage"),
  "src/components/selections/draw_newselection/attributes": nothing,
  "src/components/selections/index": noops("prepSelect", "selectOnClick", "clearOutline", "clearSelectionsCache"),
  "src/components/shapes/draw_newshape/attributes": nothing,
  "src/components/shapes/handle_outline": noops("clearOutline"),
  "src/plots/smith/helpers": nothing,
};
// The parts of d3 that plotly.js names.
const D3 = ["compat/", "core/", "arrays/", "format/", "interpolate/", "scale/linear", "event/", "behavior/drag", "selection/", "transition/"];

// A style set as an attribute is what the policy forbids; the same set through CSSOM is not.
const SET = "d3.select(newNode).attr(nodeAttrs);";
const withoutStyleAttributes = (text) => {
  if (!text.includes(SET)) throw new Error("svg_text_utils sets styles in another way than it did");
  return text.replaceAll(SET, `newNode.style.cssText = nodeAttrs.style || ""; delete nodeAttrs.style; ${SET}`);
};

/** The text of a plotly.js file without what it says of itself to those who write charts. */
const withoutDocumentation = (text) => {
  const found = [];
  const property = ({ key, value }) => {
    if (key.name === "description" && value.type !== "Identifier") found.push([value.start, value.end]);
  };
  simple(parse(text, { ecmaVersion: "latest" }), { Property: property });
  found.sort(([one], [other]) => other - one);
  return found.reduce((rest, [start, end]) => `${rest.slice(0, start)}""${rest.slice(end)}`, text);
};

/** A file of d3 3 with all that it asks for put before it, each once, as d3's own build does. */
const gathered = (path, seen) => {
  const file = path.endsWith("/") ? `${path}index.js` : `${path}.js`;
  if (seen.has(file)) return "";
  seen.add(file);
  return readFileSync(file, "utf8").replace(/^import "(.+)";$/gm, (_, name) => gathered(join(dirname(file), name), seen));
};

const d3 = (folder) => {
  const seen = new Set();
  const parts = D3.map((part) => gathered(join(folder, "src/") + part, seen));
  return `const d3 = {};\n(function () {\n${parts.join("\n")}\n}).apply(self);\nmodule.exports = d3;`;
};

export const slim = {
  name: "slim",
  setup({ onLoad, onResolve, initialOptions: { absWorkingDir: here } }) {
    onResolve({ filter: /^culori$/ }, () => ({ path: join(here, "colours.js") }));
    onLoad({ filter: /@plotly\/d3\/d3\.js$/ }, ({ path }) => ({ contents: d3(dirname(path)), loader: "js" }));
    onLoad({ filter: /gl-mat4\/index\.js$/ }, () => ({
      contents: 'exports.multiply = require("./multiply"); exports.invert = require("./invert");',
      resolveDir: join(here, "node_modules/gl-mat4"),
    }));
    onLoad({ filter: /node_modules\/plotly\.js\/(src|build)\/.*\.js$/ }, ({ path }) => {
      const part = path.split("node_modules/plotly.js/")[1].replace(/\.js$/, "");
      const text = readFileSync(path, "utf8");
      if (part === "src/lib/svg_text_utils") return { contents: withoutStyleAttributes(text) };
      return { contents: LEFT_OUT[part] ?? withoutDocumentation(text) };
    });
  },
};
