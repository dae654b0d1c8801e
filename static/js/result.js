// Copy and print, where the browser can. This take is finished or gone, so it is no longer offered.
import "./printed.js";
import { UNSENT, forget, recall, storage } from "./unfinished.js";

document.querySelector(".summary")?.focus();

const find = (name) => document.querySelector(`[data-${name}]`);

const known = recall();
if (known && location.pathname.startsWith(known.take.slice(3), 3)) forget();

const unsent = storage("sessionStorage");
const mine = UNSENT + location.pathname.slice(3).split("/").slice(0, 3).join("/");
for (const key of Object.keys(unsent).filter((each) => each.startsWith(mine))) unsent.removeItem(key);

// Each button copies the link that stands in its part, else this page's own.
for (const copy of document.querySelectorAll("[data-copy]")) {
  if (!navigator.clipboard) break;
  const [link, said, byHand] = ["link", "copied", "by-hand"].map((name) => copy.closest(".way").querySelector(`[data-${name}]`));
  copy.hidden = false;
  if (byHand) byHand.hidden = true;
  copy.addEventListener("click", async () => {
    try {
      await navigator.clipboard.writeText(link?.value ?? location.origin + location.pathname);
      said.textContent = said.dataset.copied;
    } catch {
      link?.select();
      if (byHand) byHand.hidden = false;
    }
  });
}
find("focus")?.focus();
const print = find("print");
if (print) {
  print.hidden = false;
  print.addEventListener("click", () => window.print());
}
