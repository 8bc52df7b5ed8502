// The print button of the large-type page; without script the browser's own menu prints.
"use strict";
for (const one of document.querySelectorAll("[data-print]")) {
  one.hidden = false;
  one.addEventListener("click", () => window.print());
}
// The ticket machine prints by itself: its slip is all that page is for.
if (document.querySelector("[data-print-now]")) window.print();
