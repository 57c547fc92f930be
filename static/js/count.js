// Counts the characters of the field named by data-count while it is typed into, as web forms do.
"use strict";

document.querySelectorAll("[data-count]").forEach((output) => {
  const source = document.getElementById(output.dataset.count);
  const count = () => {
    output.textContent = [...source.value].length;
  };
  source.addEventListener("input", count);
  // Text that was put back into the field by another script is counted as well.
  addEventListener("load", count);
});
