// What HTMX does not do on the question pages: keys, focus, a dead network, other windows, and the memory
// of an unfinished take. Everything works without this file; it only makes it quicker.
import { remember, forget } from "./unfinished.js";

const RETRY_MS = 4000;
const PENDING = "ai-index:pending:";

const form = () => document.querySelector("form.question");
const status = () => document.getElementById("status");
const words = (id) => document.getElementById(id)?.content.textContent.trim() ?? "";
const autoAdvances = () => localStorage.getItem("ai-index:auto") === "yes";
let chosenByPress = false;
let retry = 0;

function say(text, isBad = false) {
  const line = status();
  if (!line) return;
  line.textContent = text;
  line.classList.toggle("bad", isBad);
}

function focusStart() {
  document.querySelector("[data-focus]")?.focus({ preventScroll: true });
}

function setUp() {
  const page = form();
  if (page) {
    const answered = document.querySelectorAll(".ruler a.done").length;
    remember({ answered, total: Number(page.dataset.total) });
    const auto = page.querySelector(".auto");
    auto.hidden = false;
    auto.querySelector("input").checked = autoAdvances();
    restorePending();
  }
  const review = document.querySelector("[data-review]");
  if (review) remember({ answered: Number(review.dataset.answered), total: Number(review.dataset.total) });
}

// A choice that could not be sent outlives a reload of the page, in this window only.
function keepPending() {
  const page = form();
  if (!page) return;
  sessionStorage.setItem(PENDING + location.pathname, new URLSearchParams(new FormData(page)).toString());
}

function restorePending() {
  const kept = sessionStorage.getItem(PENDING + location.pathname);
  if (!kept) return;
  const values = new URLSearchParams(kept);
  const page = form();
  const radio = page.querySelector(`input[name="level"][value="${CSS.escape(values.get("level") ?? "")}"]`);
  if (radio) radio.checked = true;
  page.elements.note.value = values.get("note") ?? "";
  page.elements.link.value = values.get("link") ?? "";
  send();
}

function send() {
  clearTimeout(retry);
  const rows = form()?.querySelector(".rows");
  if (rows) rows.dispatchEvent(new Event("change", { bubbles: false }));
}

function retryLater(text) {
  keepPending();
  say(text, true);
  clearTimeout(retry);
  retry = setTimeout(send, RETRY_MS);
}

document.addEventListener("htmx:error", () => retryLater(words("offline-words")));
document.addEventListener("htmx:response:error", (event) => {
  const code = event.detail?.ctx?.response?.status ?? 500;
  if (code === 429 || code >= 500) retryLater(words("busy-words"));
});
document.addEventListener("htmx:before:request", (event) => {
  if (event.detail?.ctx?.request?.method === "POST") say(words("saving-words"));
});
addEventListener("online", () => {
  if (sessionStorage.getItem(PENDING + location.pathname)) send();
});

document.addEventListener("htmx:after:swap", (event) => {
  const context = event.detail?.ctx;
  const code = context?.response?.status ?? 200;
  if (code < 400) sessionStorage.removeItem(PENDING + new URL(context?.request?.action ?? "", location.href).pathname);
  if (context?.target?.id === "main") {
    setUp();
    focusStart();
  } else if (code < 400 && chosenByPress && autoAdvances()) {
    chosenByPress = false;
    form()?.requestSubmit(form().querySelector("button[value=continue]"));
  }
});

// A press chooses and may go on by itself; arrows only move, so that nobody is carried away while reading.
document.addEventListener("pointerup", (event) => {
  chosenByPress = Boolean(event.target.closest?.(".option"));
});
document.addEventListener("change", (event) => {
  if (event.target.id !== "auto") return;
  localStorage.setItem("ai-index:auto", event.target.checked ? "yes" : "no");
});

document.addEventListener("keydown", (event) => {
  const page = form();
  if (!page || event.ctrlKey || event.metaKey || event.altKey) return;
  const isTyping = event.target.matches?.("textarea, input:not([type=radio], [type=checkbox]), select");
  if (isTyping) return;
  if (/^[0-5]$/.test(event.key)) {
    const radios = page.querySelectorAll("input[name=level]");
    const radio = radios[event.key === "0" ? radios.length - 1 : Number(event.key) - 1];
    chosenByPress = true;
    radio.focus();
    if (radio.checked) send();
    else radio.click();
    event.preventDefault();
  } else if (event.key === "Enter" && (event.target.matches?.("input[type=radio]") || event.target === document.body || event.target.matches?.("h1"))) {
    page.requestSubmit(page.querySelector("button[value=continue]"));
    event.preventDefault();
  }
});

document.addEventListener("visibilitychange", () => {
  if (document.visibilityState !== "visible") return;
  const elsewhere = document.getElementById("elsewhere");
  if (!elsewhere || !window.htmx) return;
  elsewhere.setAttribute("hx-vals", JSON.stringify({ since: document.getElementById("seen").value }));
  window.htmx.trigger(elsewhere, "recheck");
});

document.addEventListener("submit", (event) => {
  if (event.target.matches("[data-delete]")) forget();
});

setUp();
if (document.querySelector(".summary, .notice")) focusStart();
