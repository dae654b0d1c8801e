// Offer to go on with the unfinished take that this device began; one click forgets it.
import { forget, recall } from "./unfinished.js";

const offer = document.querySelector("[data-resume]");
const kept = recall();
if (offer && kept && kept.answered > 0) {
  offer.querySelector("a").href = kept.take;
  offer.querySelector("[data-count]").textContent = `${kept.answered} / ${kept.total}`;
  offer.hidden = false;
  offer.querySelector("button").addEventListener("click", () => {
    forget();
    offer.remove();
  });
}
