// What HTMX does not do on the question pages: keys, focus, a dead network, other windows, and the memory
// of an unfinished take. Everything works without this file; it only makes it quicker and safer.
import { UNSENT, remember, storage } from "./unfinished.js";

const AUTO = "ai-index:auto";
const FIRST_RETRY = 1000;
const LAST_RETRY = 30000;

const settings = storage("localStorage");
const unsent = storage("sessionStorage");
const words = document.body.dataset;
const on = (event, listener, capture) => document.addEventListener(event, listener, capture);
const find = (selector) => document.querySelector(selector);
const form = () => find("form.question");
const proceed = () => form().requestSubmit(find("button[value=continue]"));
const focusStart = () => find("[data-focus]")?.focus({ preventScroll: true });
const autoAdvances = () => settings.getItem(AUTO) === "yes";
let isPress = false;
let pause = FIRST_RETRY;
let retry;

function say(text, isBad) {
  const line = find("#status");
  if (!line || line.textContent.trim() === text) return;
  const said = document.createElement("span");
  said.textContent = text;
  if (isBad) said.className = "bad";
  line.replaceChildren(said);
}

function arrive() {
  if (form()) {
    find(".auto").hidden = false;
    find("#auto").checked = autoAdvances();
    restore();
  }
  countAnswers();
  sendOthers();
}

function countAnswers() {
  const marks = [...document.querySelectorAll(".ruler a")];
  const answered = marks.filter((mark) => mark.matches(".done")).length;
  if (answered) remember(answered, marks.length);
}

// Whatever the server has not acknowledged is kept in this window, through reloads and a change of language.
const keyOf = (path) => UNSENT + path.slice(3);
const valuesOf = () => new URLSearchParams(new FormData(form()));
const contentOf = (values) => JSON.stringify(["level", "note", "link"].map((name) => values.get(name) ?? ""));

on("input", ({ target }) => {
  if (target.name && target.closest("form.question")) unsent.setItem(keyOf(location.pathname), valuesOf());
});

function acknowledge(key, values) {
  const waiting = unsent.getItem(key);
  if (waiting && contentOf(new URLSearchParams(waiting)) === contentOf(values)) unsent.removeItem(key);
}

function restore() {
  const key = keyOf(location.pathname);
  const values = new URLSearchParams(unsent.getItem(key) ?? "");
  if (!values.size) return;
  if (contentOf(values) === contentOf(valuesOf())) {
    if (!find(".summary")) unsent.removeItem(key);
    return;
  }
  for (const [name, value] of values) form().elements[name].value = value;
  if (values.get("note") || values.get("link")) find(".proof").open = true;
  setTimeout(send); // HTMX wires the page after this module has run
}

function send() {
  clearTimeout(retry);
  find("form.question .rows")?.dispatchEvent(new Event("change"));
}

// Answers to other questions of this take, left behind by a page that was closed before they were sent.
async function sendOthers() {
  const here = keyOf(location.pathname);
  const take = here.split("/").slice(0, 3).join("/");
  for (const key of Object.keys(unsent).filter((each) => each.startsWith(take) && each !== here)) {
    const body = new URLSearchParams(unsent.getItem(key));
    body.set("action", "save");
    const path = location.pathname.slice(0, 3) + key.slice(UNSENT.length);
    const response = await fetch(path, { method: "POST", body }).catch(() => null);
    if (!response?.ok) continue;
    acknowledge(key, body);
    if (!form()) window.htmx.ajax("GET", location.pathname, { target: "#main", swap: "innerMorph" });
  }
}

function retryLater(text) {
  say(text, true);
  clearTimeout(retry);
  retry = setTimeout(send, pause);
  pause = Math.min(pause * 2, LAST_RETRY);
}

const isSave = (ctx) => ctx?.request.method === "POST";

on("htmx:before:request", (event) => {
  const { ctx } = event.detail;
  if (!isSave(ctx)) return;
  // A second press on Continue waits for the first; by then its page is gone.
  if (!ctx.sourceElement.isConnected) return event.preventDefault();
  ctx.request.body.set("seen", find("#seen").value);
  if (!find("#status .bad")) say(words.saving);
});
on("htmx:error", ({ detail: { ctx } }) => {
  if (isSave(ctx) && !ctx.response) retryLater(words.offline);
});
on("htmx:response:error", ({ detail: { ctx } }) => {
  if (isSave(ctx) && (ctx.response.status === 429 || ctx.response.status >= 500)) retryLater(words.busy);
});
on("htmx:before:swap", ({ detail: { ctx } }) => {
  // Otherwise HTMX gives the focus to the option of the same name, where the next Tab would then start.
  if (ctx.target?.id === "main" && ctx.swap !== "none") document.activeElement.blur();
});
on("htmx:after:swap", ({ target, detail: { ctx } }) => {
  const { request, response } = ctx;
  const isHeard = isSave(ctx) && (response.status < 400 || response.status === 422);
  if (isHeard) {
    clearTimeout(retry);
    pause = FIRST_RETRY;
  }
  if (isHeard && response.status < 400) acknowledge(keyOf(new URL(response.raw.url).pathname), request.body);
  if (target.id === "main") {
    arrive();
    focusStart();
  } else if (isHeard && form().elements.level.value) {
    const mark = find(".ruler .here");
    mark.classList.add("done");
    mark.firstElementChild.textContent = form().dataset.answered;
    countAnswers();
  }
});
addEventListener("online", () => find("#status .bad") && send());

// A press chooses and may go on by itself; arrows only move, so that nobody is carried away while reading.
on("pointerdown", ({ target }) => {
  isPress = Boolean(target.closest(".option"));
});
on(
  "change",
  (event) => {
    const { id, name, checked } = event.target;
    if (id === "auto") settings.setItem(AUTO, checked ? "yes" : "no");
    if (name !== "level" || !isPress || !autoAdvances()) return;
    event.stopPropagation();
    proceed();
  },
  true,
);
on("keydown", (event) => {
  const { key, target } = event;
  if (!form() || event.ctrlKey || event.metaKey || event.altKey || event.repeat) return;
  if (target.matches("textarea, input:not([type=radio], [type=checkbox])")) return;
  // Only inside the options: keys of one character that act everywhere would get in the way of those who dictate.
  isPress = /^[0-5]$/.test(key) && Boolean(target.closest("fieldset.options"));
  if (isPress) {
    const radio = [...form().elements.level].at(Number(key) - 1);
    radio.focus();
    if (!radio.checked) radio.click();
    else if (autoAdvances()) proceed();
  } else if (key === "Enter" && target.matches("body, h1, input[type=radio]")) {
    event.preventDefault();
    proceed();
  }
});

on("visibilitychange", () => {
  const elsewhere = find("#elsewhere");
  if (document.visibilityState !== "visible" || !elsewhere) return;
  elsewhere.setAttribute("hx-vals", JSON.stringify({ since: find("#seen").value }));
  window.htmx.trigger(elsewhere, "recheck");
});

arrive();
if (find(".summary, .notice") || (form() && document.activeElement === document.body && !location.hash)) focusStart();
