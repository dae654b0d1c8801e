// Copy and print, where the browser can; and the take is finished, so it is no longer offered.
import { forget, recall } from "./unfinished.js";

if (recall()?.take.split("/")[3] === location.pathname.split("/")[3]) forget();

const copy = document.querySelector("[data-copy]");
const said = document.querySelector("[data-copied]");
if (copy && navigator.clipboard) {
  copy.hidden = false;
  copy.addEventListener("click", async () => {
    await navigator.clipboard.writeText(location.origin + location.pathname);
    said.textContent = said.dataset.copied;
  });
}
const print = document.querySelector("[data-print]");
if (print) {
  print.hidden = false;
  print.addEventListener("click", () => window.print());
}
