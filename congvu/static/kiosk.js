// Comfort at the kiosk: a key on the screen writes into the field at once; without script each press is a sending.
"use strict";
(() => {
  const field = document.getElementById("code");
  for (const key of document.querySelectorAll("button[name=phim]")) {
    key.addEventListener("click", (event) => {
      event.preventDefault();
      const digits = field.value.replace(/\D/g, "");
      if (key.value === "xoa") field.value = "";
      else if (key.value === "lui") field.value = digits.slice(0, -1);
      else field.value = (digits + key.value).slice(0, 16);
      field.focus();
    });
  }
  let idle = 0;
  const close = () => { if (field.value) field.form.ownerDocument.location.replace(field.form.dataset.close); };
  const wait = () => { clearTimeout(idle); idle = setTimeout(close, 1000 * Number(field.form.dataset.seconds)); };
  for (const kind of ["keydown", "click", "touchstart"]) document.addEventListener(kind, wait);
  wait();
})();
