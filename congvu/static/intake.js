// The reception by keys: Enter goes to the next field, the card's text is read by the server and put into the fields.
// Nothing is done while a letter is composed (Telex, VNI); without script the form is sent as it stands.
"use strict";
(() => {
  const form = document.querySelector("form[data-keys]");
  if (!form) return;
  const card = form.elements.card;
  const said = form.querySelector("[data-card-said]");
  const seen = form.querySelector("[data-card-seen]");
  const composing = (event) => event.isComposing || event.keyCode === 229;
  // Of a group of radio buttons the chosen one stands for all; what lies in a closed fold is not on the way.
  const fields = () => Array.from(form.querySelectorAll("input, select, textarea, .actions button")).filter((one) =>
    one.type !== "hidden" && !one.closest("details:not([open])") && (one.type !== "radio" || one.checked));
  const place = (one) => {
    one.focus();
    if (one.select && one.value) one.select();
  };
  const go = (from, step) => {
    const all = fields();
    const next = all[all.indexOf(from) + step];
    if (next) place(next);
  };
  const tell = (text) => {
    said.textContent = text;
    said.hidden = !text;
    card.setAttribute("aria-invalid", text ? "true" : "false");
    card.closest(".field").classList.toggle("err", Boolean(text));
  };
  // Of the person, whose fields come before the first tick; what is paid and how is asked afterwards.
  const firstEmpty = () => {
    const all = fields();
    const tick = all.find((one) => one.type === "checkbox");
    return all.slice(0, all.indexOf(tick)).find((one) => one !== card && one.type === "text" && !one.value) || tick;
  };
  const read = async () => {
    const sent = new FormData();
    sent.set("card", card.value);
    sent.set("csrfmiddlewaretoken", form.elements.csrfmiddlewaretoken.value);
    const answer = await fetch(form.dataset.card, { method: "POST", body: sent });
    // Anything but our own words (signed out meanwhile): the server reads the card when the form is sent.
    if (!(answer.headers.get("Content-Type") || "").startsWith("application/json")) return go(card, 1);
    const found = await answer.json();
    seen.textContent = found.seen || "";
    tell(found.said || "");
    if (found.said) return place(card);
    const of = form.elements.kind.value === "organisation" ? "submitter_" : "";
    for (const fold of form.querySelectorAll("details")) if (of && fold.querySelector("[name=submitter_name]")) fold.open = true;
    form.elements[`${of}name`].value = found.name;
    form.elements[`${of}id_number`].value = found.id_number;
    if (!of) form.elements.address.value = found.address;
    card.value = "";
    const next = firstEmpty();
    if (next) place(next);
  };
  form.addEventListener("keydown", (event) => {
    if (event.key !== "Enter" || composing(event) || event.ctrlKey || event.altKey || event.metaKey) return;
    if (event.target.matches("button, summary, a, textarea")) return;
    event.preventDefault();
    if (event.target === card && card.value.trim()) read();
    else go(event.target, event.shiftKey ? -1 : 1);
  });
  card.addEventListener("change", () => { if (card.value.trim() && document.activeElement !== card) read(); });
  // One press ticks every paper the procedure requires; whoever stood on the papers stands behind them then.
  const tickAll = form.querySelector("[data-tick-required]");
  const required = Array.from(form.querySelectorAll("[data-required] input"));
  if (tickAll && required.length) {
    tickAll.hidden = false;
    tickAll.addEventListener("click", () => {
      for (const one of required) one.checked = true;
      const ticks = fields().filter((one) => one.name === "papers");
      if (document.activeElement === tickAll || ticks.includes(document.activeElement)) go(ticks[ticks.length - 1], 1);
    });
  }
  // A file chosen for a paper ticks that paper.
  for (const one of form.querySelectorAll("[data-scan-of]")) {
    const tick = document.getElementById(one.dataset.scanOf);
    one.addEventListener("change", () => { if (tick && one.files.length) tick.checked = true; });
  }
  const wrong = form.querySelector("[aria-invalid=true]");
  if (wrong) place(wrong);
  else if (form.elements.name.value) place(firstEmpty());
  else place(card);
})();
