// Copies the text of the field named by data-copy. The button is hidden until this script has run.
"use strict";

document.querySelectorAll("[data-copy]").forEach((button) => {
  const source = document.getElementById(button.dataset.copy);
  const words = button.querySelector("span");
  const said = words.textContent;
  button.hidden = false;
  button.addEventListener("click", async () => {
    source.focus();
    source.select();
    // Without HTTPS a home-network page has no clipboard; the old way still works there.
    if (navigator.clipboard) await navigator.clipboard.writeText(source.value);
    else document.execCommand("copy");
    words.textContent = button.dataset.copied;
    setTimeout(() => {
      words.textContent = said;
    }, 2000);
  });
});
