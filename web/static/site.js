// Enhancement only: every page works without this file. In-place lists, the copy and print buttons, Enter in the sentence box.

const ROOM = "found";
let running = null;

const status = document.createElement("p");
status.className = "visually-hidden";
status.setAttribute("role", "status");
document.body.append(status);

function prepare(root) {
  for (const button of root.querySelectorAll("[data-print]")) button.hidden = false;
  if (navigator.clipboard) for (const button of root.querySelectorAll("[data-copy-link]")) button.hidden = false;
  // Browsers that cannot show a closed fold by style alone get it opened on wide screens.
  if (!CSS.supports("selector(::details-content)") && matchMedia("(min-width: 60em)").matches) {
    for (const fold of root.querySelectorAll(".wide-open")) fold.open = true;
  }
}

// Fetch the same page another address would give, and put its list in the place of this one.
async function swap(address, { key = "", push = true } = {}) {
  const room = document.getElementById(ROOM);
  if (!room) return location.assign(address);
  running?.abort();
  const mine = (running = new AbortController());
  room.setAttribute("aria-busy", "true");
  try {
    const answer = await fetch(address, { signal: mine.signal });
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    const fresh = page.getElementById(ROOM);
    if (!answer.ok || !fresh) return location.assign(address);
    room.replaceChildren(...fresh.childNodes);
    document.title = page.title;
    if (push) history.pushState({ inplace: true }, "", answer.url);
    for (const back of document.querySelectorAll(".display-switch input[name=back]")) back.value = location.pathname + location.search;
    prepare(room);
    const title = room.querySelector("h1");
    const again = key && room.querySelector(`[data-key="${CSS.escape(key)}"]`);
    (again || title)?.focus({ preventScroll: Boolean(again) });
    status.textContent = key ? "已更新对比栏" : title?.textContent ?? "";
  } catch (error) {
    if (error.name !== "AbortError") location.assign(address);
  } finally {
    if (running === mine) {
      running = null;
      room.removeAttribute("aria-busy");
    }
  }
}

document.addEventListener("click", async (event) => {
  const print = event.target.closest("[data-print]");
  if (print) return window.print();
  const copy = event.target.closest("[data-copy-link]");
  if (copy) {
    await navigator.clipboard.writeText(location.href);
    status.textContent = "链接已复制";
    copy.lastChild.textContent = "已复制";
    return;
  }
  const link = event.target.closest("a[data-inplace]");
  if (!link || event.defaultPrevented || event.button || event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return;
  event.preventDefault();
  swap(link.href, { key: link.dataset.key });
});

document.addEventListener("submit", (event) => {
  const form = event.target;
  if (!form.matches("form[data-inplace]") || event.defaultPrevented) return;
  event.preventDefault();
  const address = new URL(form.action);
  address.search = new URLSearchParams(new FormData(form)).toString();
  swap(address.href);
});

// Enter sends the sentence, Shift+Enter breaks the line; Enter that picks a word in an input method does neither.
document.addEventListener("keydown", (event) => {
  if (event.key !== "Enter" || event.shiftKey || event.isComposing || event.keyCode === 229) return;
  if (!event.target.matches?.(".sentence textarea")) return;
  event.preventDefault();
  event.target.form.requestSubmit();
});

// What was typed so far is posted, never put into an address; the newest question wins, and Escape puts the list away.
let asking = null;
let waiting = 0;

async function suggest(box) {
  const room = box.form?.querySelector("[data-suggestions]");
  if (!room) return;
  asking?.abort();
  const mine = (asking = new AbortController());
  const text = box.value.trim();
  let list = "";
  try {
    if (text.length > 1) {
      const answer = await fetch("/suggestions", { method: "POST", body: new URLSearchParams({ q: text }), signal: mine.signal });
      if (answer.ok) list = (await answer.text()).trim();
    }
  } catch {
    if (mine.signal.aborted) return;
  }
  const was = room.textContent;
  room.innerHTML = list;
  room.hidden = !list;
  const found = room.querySelectorAll("li").length;
  if (found && room.textContent !== was) status.textContent = `${found} 个相近的场景，在输入框下面`;
}

document.addEventListener("input", (event) => {
  if (!event.target.matches?.(".sentence textarea") || event.isComposing) return;
  clearTimeout(waiting);
  waiting = setTimeout(suggest, 250, event.target);
});
document.addEventListener("compositionend", (event) => {
  if (event.target.matches?.(".sentence textarea")) suggest(event.target);
});
document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape") return;
  for (const room of document.querySelectorAll("[data-suggestions]")) room.hidden = true;
});

// The desk by keyboard: j and k go through the rows, Enter opens one (as any link), n states a need, / goes to the search.
document.addEventListener("keydown", (event) => {
  const room = document.querySelector("[data-keys]");
  if (!room || event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
  if (event.target.closest?.("input:not([type=checkbox]), select, textarea")) return;
  const rows = [...room.querySelectorAll("[data-row]")];
  const at = rows.indexOf(document.activeElement);
  const next = { j: rows[at + 1], k: rows[at < 0 ? rows.length - 1 : at - 1], "/": room.querySelector("input[type=search]") }[event.key];
  if (next) {
    event.preventDefault();
    next.focus();
    next.scrollIntoView({ block: "nearest" });
  } else if (event.key === "n" && room.dataset.new) {
    location.assign(room.dataset.new);
  } else if (event.key === "x" && at >= 0) {
    const box = rows[at].closest("li").querySelector("input[type=checkbox]");
    if (box) box.checked = !box.checked;
  }
});

if (document.getElementById(ROOM)) {
  history.replaceState({ inplace: true }, "");
  window.addEventListener("popstate", (event) => {
    if (event.state?.inplace) swap(location.href, { push: false });
  });
}

prepare(document);
