// Offer to go on with the unfinished take that this device began; one click forgets it.
import { forget, recall } from "./unfinished.js";

const offer = document.querySelector("[data-resume]");
const known = recall();
if (offer && known) {
  offer.querySelector("a").href = location.pathname.slice(0, 3) + known.take.slice(3);
  offer.querySelector("[data-count]").textContent = `${known.answered} / ${known.total}`;
  offer.hidden = false;
  offer.querySelector("button").addEventListener("click", () => {
    forget();
    offer.remove();
  });
}
