// The chart on top of the table: loads what draws it, colours it as the page is, and steps through its points.
document.querySelector(".summary")?.focus();

const chart = document.querySelector("[data-chart]");
const line = chart.querySelector("[data-line]");
const reading = chart.querySelector("[data-reading]");
const points = [...chart.querySelectorAll(".points input")];
const plots = Object.fromEntries([...chart.querySelectorAll("[data-plot]")].map((plot) => [plot.dataset.plot, plot]));
const OPTIONS = { displayModeBar: false, responsive: true, showTips: false, scrollZoom: false, doubleClick: false };

/** A script of our own, which leaves what it makes to everybody. */
const script = (address) => new Promise((loaded, failed) => {
  const element = Object.assign(document.createElement("script"), { src: address, onload: loaded, onerror: failed });
  document.head.append(element);
});

const json = async (address) => {
  const response = await fetch(address, { headers: { Accept: "application/json" } });
  if (!response.ok) throw new Error(`${response.status}`);
  return response.json();
};

// A probe tells what a colour of the style sheet is in the theme of the moment.
const probe = Object.assign(document.createElement("i"), { hidden: true });
chart.append(probe);
const coloured = (value) => {
  if (Array.isArray(value)) return value.map(coloured);
  if (value && typeof value === "object") return Object.fromEntries(Object.entries(value).map(([k, v]) => [k, coloured(v)]));
  if (typeof value !== "string" || !value.startsWith("var(--")) return value;
  probe.style.color = value;
  return getComputedStyle(probe).color;
};

const draw = async (figures) => {
  for (const [name, plot] of Object.entries(plots)) {
    const { data, layout } = coloured(figures[name]);
    await window.Plotly.react(plot, data, layout, OPTIONS);
  }
  // Where it measures text is beyond the page's edge, and nobody's to see.
  document.querySelector("#js-plotly-tester").classList.add("hidden");
};

let current = -1;
/** Show what is said of a point in words, and where it is in each plot. */
const look = (number, figures) => {
  if (number === current) return;
  current = number;
  points[number].checked = true;
  const [name, ...parts] = figures.readings[number];
  reading.replaceChildren(Object.assign(document.createElement("b"), { textContent: `${name}.` }), ` ${parts.join(". ")}.`);
  mark();
};
const mark = () => {
  for (const plot of Object.values(plots)) {
    plot.querySelectorAll(plot.dataset.points).forEach((point, number) => point.classList.toggle("looked-at", number === current));
  }
};

const start = async () => {
  line.textContent = line.dataset.loading;
  chart.setAttribute("aria-busy", "true");
  const [figures] = await Promise.all([json(chart.dataset.figures), script(chart.dataset.script), document.fonts.ready]);
  for (const part of chart.querySelectorAll("[data-shown]")) part.hidden = false;
  await draw(figures);
  line.hidden = true;
  for (const point of points) point.addEventListener("change", () => look(Number(point.value), figures));
  for (const plot of Object.values(plots)) {
    plot.on("plotly_hover", ({ points: [{ pointNumber }] }) => look(pointNumber, figures));
    plot.on("plotly_afterplot", mark);
  }
  for (const query of ["(prefers-color-scheme: dark)", "(forced-colors: active)"]) {
    matchMedia(query).addEventListener("change", () => draw(figures));
  }
};

try {
  await start();
} catch {
  for (const part of chart.querySelectorAll("[data-shown]")) part.hidden = true;
  line.hidden = false;
  line.textContent = line.dataset.failed;
}
chart.removeAttribute("aria-busy");
