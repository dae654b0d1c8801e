// The parts of plotly.js that the charts use: lines, bars, points around a circle, and hover text.
const { register } = require("plotly.js/src/registry");
const api = require("plotly.js/src/plot_api/plot_api");

for (const [name, fn] of Object.entries(api)) register({ moduleType: "apiMethod", name, fn });
// What draws the plot asks for buttons and shapes, also where there are none.
const supplyLayoutDefaults = (_, layout) => Object.assign(layout, { modebar: { orientation: "v" }, shapes: [] });
register([
  { moduleType: "component", name: "none", supplyLayoutDefaults },
  require("plotly.js/src/traces/scatter"),
  require("plotly.js/src/traces/scatterpolar"),
  require("plotly.js/src/traces/bar"),
  require("plotly.js/src/components/colorscale"),
  require("plotly.js/src/components/fx"),
  require("plotly.js/src/locale-en"),
  require("plotly.js/src/locale-en-us"),
]);

module.exports = { react: api.react };
