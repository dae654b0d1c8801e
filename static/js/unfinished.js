// The unfinished take that this device began: its address, kept in this browser only.
const KEY = "ai-index:unfinished";

export function remember({ answered, total }) {
  const take = location.pathname.split("/").slice(0, 4).join("/");
  localStorage.setItem(KEY, JSON.stringify({ take, answered, total }));
}

export function recall() {
  try {
    const kept = JSON.parse(localStorage.getItem(KEY));
    return /^\/(en|fr)\/takes\/[\w-]{22}$/.test(kept?.take) ? kept : null;
  } catch {
    return null;
  }
}

export function forget() {
  localStorage.removeItem(KEY);
}
