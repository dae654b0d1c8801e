// Copy and print, where the browser can. This take is finished or gone, so it is no longer offered.
import { forget, recall } from "./unfinished.js";

const find = (name) => document.querySelector(`[data-${name}]`);

const known = recall();
if (known && location.pathname.startsWith(known.take.slice(3), 3)) forget();

const copy = find("copy");
if (copy && navigator.clipboard) {
  copy.hidden = false;
  find("by-hand").hidden = true;
  copy.addEventListener("click", async () => {
    try {
      await navigator.clipboard.writeText(location.origin + location.pathname);
      find("copied").textContent = find("copied").dataset.copied;
    } catch {
      find("by-hand").hidden = false;
    }
  });
}
const print = find("print");
if (print) {
  print.hidden = false;
  print.addEventListener("click", () => window.print());
}
