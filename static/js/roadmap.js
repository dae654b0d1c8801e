// What HTMX does not do on the roadmap: what is open stays open, the focus goes on where it was, and a site that
// does not answer is told. Everything works without this file.
import "./printed.js";

const on = (event, listener) => document.addEventListener(event, listener);
const find = (selector) => document.querySelector(selector);
const isPage = (ctx) => ctx.target?.id === "main" && ctx.swap !== "none";
const nameOf = (details) => details.closest("[id]").id;
let step;
let quarter;
let open = [];

function say(text) {
  const said = document.createElement("span");
  said.textContent = text;
  said.className = "bad";
  find("#said").replaceChildren(said);
}

on("htmx:before:request", ({ detail: { ctx } }) => {
  find("#said").textContent = "";
  const place = ctx.sourceElement.closest("li[id]");
  step = place?.id;
  quarter = [...document.querySelectorAll(".quarter")].indexOf(place?.closest(".quarter"));
});
on("htmx:error", ({ detail: { ctx } }) => {
  if (!ctx.response) say(find("#said").dataset.offline);
});
on("htmx:response:error", ({ detail: { ctx } }) => {
  if (ctx.response.status === 429 || ctx.response.status >= 500) say(find("#said").dataset.busy);
});
on("htmx:before:swap", ({ detail: { ctx } }) => {
  if (!isPage(ctx)) return;
  open = [...document.querySelectorAll("#main details[open]")].map(nameOf).filter((name) => name !== step);
});
on("htmx:after:swap", ({ detail: { ctx } }) => {
  if (!isPage(ctx) || !find("#said")) return;
  for (const details of document.querySelectorAll("#main details")) {
    if (open.includes(nameOf(details))) details.open = true;
  }
  if (ctx.response.status === 422) toFault();
  else if (step) toStep();
});

// Whoever changes a field and goes on is not called back: the fault stands beside it, and is read out.
function toFault() {
  const wrong = step && document.getElementById(step)?.querySelector("[aria-invalid]");
  if (wrong) wrong.focus();
  else if (step || !document.activeElement.matches(".controls :is(input, select)")) find(".summary").focus();
}

// To the step where it stands now; where it has left the plan, to the quarter that it was in.
function toStep() {
  const place = document.getElementById(step);
  if (place && (quarter < 0 || place.closest(".quarter"))) return place.querySelector("summary").focus();
  const heading = document.querySelectorAll(".quarter h3")[quarter] ?? find("h1");
  heading.tabIndex = -1;
  heading.focus();
}
