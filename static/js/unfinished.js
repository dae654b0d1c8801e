// What this browser alone keeps: the address of the unfinished take that this device began.
const KEY = "ai-index:unfinished";

// A browser may refuse storage; then nothing is kept, and everything else works.
export function storage(kind) {
  try {
    return window[kind];
  } catch {
    return { getItem: () => null, setItem() {}, removeItem() {} };
  }
}

export function takeIn(path) {
  return path.split("/")[3];
}

export function remember(answered, total) {
  const take = location.pathname.split("/").slice(0, 4).join("/");
  storage("localStorage").setItem(KEY, JSON.stringify({ take, answered, total }));
}

export function recall() {
  try {
    const kept = JSON.parse(storage("localStorage").getItem(KEY));
    return /^\/(en|fr)\/takes\/[\w-]{22}$/.test(kept?.take) ? kept : null;
  } catch {
    return null;
  }
}

export function forget() {
  storage("localStorage").removeItem(KEY);
}
