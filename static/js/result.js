// Copy and print, where the browser can. This take is finished or gone, so it is no longer offered.
import { forget, recall, takeIn } from "./unfinished.js";

const kept = recall();
if (kept && takeIn(kept.take) === takeIn(location.pathname)) forget();

const copy = document.querySelector("[data-copy]");
const said = document.querySelector("[data-copied]");
const byHand = document.querySelector("[data-by-hand]");
if (copy && navigator.clipboard) {
  copy.hidden = false;
  byHand.hidden = true;
  copy.addEventListener("click", async () => {
    try {
      await navigator.clipboard.writeText(location.origin + location.pathname);
      said.textContent = said.dataset.copied;
    } catch {
      byHand.hidden = false;
    }
  });
}
const print = document.querySelector("[data-print]");
if (print) {
  print.hidden = false;
  print.addEventListener("click", () => window.print());
}
