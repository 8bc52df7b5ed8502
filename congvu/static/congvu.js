// Keys for the desks: ? tells them, / search, n new, j k move, x ticks, Enter opens, Ctrl+Enter sends, Alt+letter acts. Off while a letter is composed.
// Keys of one character can be switched off for good in this browser: who speaks to the computer would press them by speaking.
"use strict";
(() => {
  const typing = (at) => at.closest("input, select, textarea, [contenteditable]");
  const rows = () => Array.from(document.querySelectorAll("a[data-row]"));
  const move = (step) => {
    const all = rows();
    const next = all[Math.max(0, Math.min(all.length - 1, all.indexOf(document.activeElement) + step))];
    if (next) next.focus();
  };
  const keys = {
    "/": () => document.querySelector("[data-search]"),
    n: () => document.querySelector("a[data-new]"),
    "?": () => {
      const help = document.querySelector("details[data-keys-help]");
      if (help) help.open = true;
      return help && help.querySelector("summary");
    },
  };
  const OFF = "single-keys-off";
  const switched = document.querySelector("[data-keys-switch]");
  if (switched) {
    const box = switched.querySelector("input");
    switched.hidden = false;
    box.checked = localStorage.getItem(OFF) === "1";
    box.addEventListener("change", () => localStorage.setItem(OFF, box.checked ? "1" : "0"));
  }
  // Alt and a letter presses the button that says so, or opens the act of that name and goes to its first field.
  const press = (found) => {
    if (!found.matches("summary")) return found.click();
    found.parentElement.open = true;
    const field = found.parentElement.querySelector("input:not([type=hidden]), select, textarea, button");
    if (field) field.focus();
  };
  document.addEventListener("keydown", (event) => {
    const named = event.altKey && !event.ctrlKey && !event.metaKey && !event.isComposing
      && document.querySelector(`[data-alt="${CSS.escape(event.code)}"]`);
    if (named) {
      event.preventDefault();
      press(named);
      return;
    }
    if (event.isComposing || event.altKey || event.metaKey) return;
    if (event.key === "Enter" && event.ctrlKey) {
      const form = event.target.closest("form");
      if (form) form.requestSubmit();
      return;
    }
    if (event.ctrlKey || typing(event.target) || localStorage.getItem(OFF) === "1") return;
    if (event.key === "j") move(1);
    else if (event.key === "k") move(-1);
    else if (event.key === "x") {
      const row = document.activeElement.closest("tr");
      const tick = row && row.querySelector("input[type=checkbox]");
      if (tick) tick.click();
    } else if (keys[event.key]) {
      const found = keys[event.key]();
      if (!found) return;
      event.preventDefault();
      if (found.matches("a")) found.click(); else found.focus();
    }
  });
  for (const form of document.querySelectorAll("form[data-many]")) {
    const ticks = () => Array.from(document.querySelectorAll("input[name=chon]")).filter((one) => one.form === form);
    const count = () => {
      const chosen = ticks().filter((one) => one.checked);
      for (const one of ticks()) one.closest("tr").setAttribute("aria-selected", one.checked);
      for (const out of form.querySelectorAll("[data-count]")) out.textContent = `(${chosen.length})`;
    };
    for (const one of ticks()) one.addEventListener("change", count);
    count();
  }
  for (const one of document.querySelectorAll("form[method=post]:not([data-download])")) {
    one.addEventListener("submit", () => {
      for (const button of one.querySelectorAll("button")) button.setAttribute("aria-disabled", "true");
    });
  }
})();
