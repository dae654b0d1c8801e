// What HTMX does not do on the question pages: keys, focus, a dead network, other windows, and the memory
// of an unfinished take. Everything works without this file; it only makes it quicker and safer.
import { remember, storage } from "./unfinished.js";

const RETRY_MS = 4000;
const AUTO = "ai-index:auto";
const UNSENT = "ai-index:unsent:";

const kept = storage("sessionStorage");
const form = () => document.querySelector("form.question");
const words = document.body.dataset;
const autoAdvances = () => storage("localStorage").getItem(AUTO) === "yes";
const proceed = () => form().requestSubmit(form().querySelector("button[value=continue]"));
// An address without its language: what is kept survives a change of language too.
const keyOf = (path) => UNSENT + path.slice(3);
let isPress = false;
let retry = 0;

function say(text, isBad = false) {
  const line = document.getElementById("status");
  if (!line || line.textContent.trim() === text) return;
  const said = document.createElement("span");
  said.textContent = text;
  said.classList.toggle("bad", isBad);
  line.replaceChildren(said);
}

function countAnswers() {
  const answered = document.querySelectorAll(".ruler a.done").length;
  if (answered) remember(answered, document.querySelectorAll(".ruler a").length);
}

function arrive() {
  if (form()) {
    const auto = form().querySelector(".auto");
    auto.hidden = false;
    auto.querySelector("input").checked = autoAdvances();
    restore();
  }
  countAnswers();
  sendOthers();
}

// Whatever the server has not acknowledged is kept in this window, and outlives a reload.
const valuesOf = (page) => new URLSearchParams(new FormData(page));
const contentOf = (values) => JSON.stringify(["level", "note", "link"].map((name) => values.get(name) ?? ""));

document.addEventListener("input", (event) => {
  const page = event.target.name && event.target.closest("form.question");
  if (page) kept.setItem(keyOf(location.pathname), valuesOf(page).toString());
});

function acknowledge(path, values) {
  const waiting = kept.getItem(keyOf(path));
  if (waiting && contentOf(new URLSearchParams(waiting)) === contentOf(values)) kept.removeItem(keyOf(path));
}

function restore() {
  const page = form();
  const waiting = kept.getItem(keyOf(location.pathname));
  if (!waiting) return;
  const values = new URLSearchParams(waiting);
  if (contentOf(values) === contentOf(valuesOf(page))) {
    if (!page.querySelector(".summary")) kept.removeItem(keyOf(location.pathname));
    return;
  }
  for (const [name, value] of values) page.elements[name].value = value;
  if (values.get("note") || values.get("link")) page.querySelector(".proof").open = true;
  setTimeout(send); // HTMX wires the page after this module has run
}

function send() {
  clearTimeout(retry);
  form()?.querySelector(".rows").dispatchEvent(new Event("change"));
}

// Answers to other questions of this take, left behind by a page that was closed before they were sent.
async function sendOthers() {
  const take = keyOf(location.pathname).split("/").slice(0, 3).join("/");
  const others = Object.keys(kept).filter((key) => key.startsWith(take) && key !== keyOf(location.pathname));
  for (const key of others) {
    const body = new URLSearchParams(kept.getItem(key));
    body.set("action", "save");
    const path = location.pathname.slice(0, 3) + key.slice(UNSENT.length);
    const response = await fetch(path, { method: "POST", body }).catch(() => null);
    if (!response?.ok) continue;
    acknowledge(path, body);
    if (!form()) window.htmx.ajax("GET", location.pathname, { target: "#main", swap: "innerMorph" });
  }
}

function retryLater(text) {
  say(text, true);
  clearTimeout(retry);
  retry = setTimeout(send, RETRY_MS);
}

const isSave = (context) => context?.request.method === "POST";

document.addEventListener("htmx:before:request", (event) => {
  const { ctx } = event.detail;
  if (!isSave(ctx)) return;
  // A second press on Continue waits for the first; by then its page is gone.
  if (!ctx.sourceElement.isConnected) return event.preventDefault();
  ctx.request.body.set("seen", document.getElementById("seen").value);
  if (!document.querySelector("#status .bad")) say(words.saving);
});
document.addEventListener("htmx:error", (event) => {
  const { ctx } = event.detail;
  if (isSave(ctx) && !ctx.response) retryLater(words.offline);
});
document.addEventListener("htmx:response:error", (event) => {
  const { ctx } = event.detail;
  if (isSave(ctx) && (ctx.response.status === 429 || ctx.response.status >= 500)) retryLater(words.busy);
});
document.addEventListener("htmx:before:swap", ({ detail: { ctx } }) => {
  // Otherwise HTMX gives the focus to the option of the same name, where the next Tab would then start.
  if (ctx.target?.id === "main" && ctx.swap !== "none") document.activeElement.blur();
});
document.addEventListener("htmx:after:swap", (event) => {
  const { request, response } = event.detail.ctx;
  if (request.method === "POST" && response.status < 400) {
    clearTimeout(retry);
    acknowledge(new URL(response.raw.url).pathname, request.body);
  }
  if (event.target.id === "main") {
    arrive();
    focusStart();
  } else if (request.method === "POST" && response.status < 500 && form().elements.level.value) {
    const mark = document.querySelector(".ruler .here");
    mark.classList.add("done");
    mark.firstElementChild.textContent = form().dataset.answered;
    countAnswers();
  }
});
addEventListener("online", () => document.querySelector("#status .bad") && send());

// A press chooses and may go on by itself; arrows only move, so that nobody is carried away while reading.
document.addEventListener("pointerdown", (event) => {
  isPress = Boolean(event.target.closest(".option"));
});
document.addEventListener(
  "change",
  (event) => {
    if (event.target.id === "auto") storage("localStorage").setItem(AUTO, event.target.checked ? "yes" : "no");
    if (event.target.name !== "level" || !isPress || !autoAdvances()) return;
    event.stopPropagation();
    proceed();
  },
  true,
);

document.addEventListener("keydown", (event) => {
  const { key, target } = event;
  if (!form() || event.ctrlKey || event.metaKey || event.altKey || event.repeat) return;
  if (target.matches("textarea, input:not([type=radio], [type=checkbox])")) return;
  isPress = /^[0-5]$/.test(key);
  if (isPress) {
    const radios = form().elements.level;
    const radio = radios[key === "0" ? radios.length - 1 : Number(key) - 1];
    radio.focus();
    if (!radio.checked) radio.click();
    else if (autoAdvances()) proceed();
  } else if (key === "Enter" && target.matches("body, h1, input[type=radio]")) {
    event.preventDefault();
    proceed();
  }
});

document.addEventListener("visibilitychange", () => {
  const elsewhere = document.getElementById("elsewhere");
  if (document.visibilityState !== "visible" || !elsewhere) return;
  elsewhere.setAttribute("hx-vals", JSON.stringify({ since: document.getElementById("seen").value }));
  window.htmx.trigger(elsewhere, "recheck");
});

const focusStart = () => document.querySelector("[data-focus]")?.focus({ preventScroll: true });

arrive();
if (document.querySelector(".summary, .notice")) focusStart();
