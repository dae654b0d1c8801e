// What this browser alone keeps: the address of the unfinished take that this device began.
const KEY = "ai-index:unfinished";
// Where a window keeps what the server has not acknowledged, by the question's address without its language.
export const UNSENT = "ai-index:unsent:";

// A browser may refuse storage; then nothing is kept, and everything else works.
export function storage(kind) {
  try {
    return window[kind];
  } catch {
    return { getItem: () => null, setItem() {}, removeItem() {} };
  }
}

const kept = storage("localStorage");

export function remember(answered, total) {
  const take = location.pathname.split("/").slice(0, 4).join("/");
  kept.setItem(KEY, JSON.stringify({ take, answered, total }));
}

export function recall() {
  try {
    const known = JSON.parse(kept.getItem(KEY));
    return /^\/(en|fr)\/takes\/[\w-]{22}$/.test(known?.take) ? known : null;
  } catch {
    return null;
  }
}

export function forget() {
  kept.removeItem(KEY);
}
