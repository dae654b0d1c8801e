// Browsers print a page's address in its margin, and this one opens and deletes everything.
const address = location.href;
addEventListener("beforeprint", () => history.replaceState(history.state, "", location.pathname.slice(0, 4)));
addEventListener("afterprint", () => history.replaceState(history.state, "", address));
