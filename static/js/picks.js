// Narrows a long list to tick, and ticks what is shown. Without it the whole list is there.
"use strict";

document.querySelectorAll("[data-picks]").forEach((tools) => {
  const form = tools.closest("form");
  const rows = [...form.querySelectorAll("[data-pick]")];
  const total = tools.querySelector("[data-picks-total]");
  const search = tools.querySelector("input");
  const boxOf = (row) => row.querySelector("input");

  const count = () => {
    total.textContent = rows.filter((row) => boxOf(row).checked).length;
  };

  search.addEventListener("input", () => {
    const wanted = search.value.replace(/[\s-]/g, "").toLowerCase();
    rows.forEach((row) => {
      row.hidden = !row.dataset.pick.includes(wanted);
    });
    form.querySelectorAll("details").forEach((fold) => {
      if (wanted) fold.open = true;
    });
  });
  search.addEventListener("keydown", (event) => {
    if (event.key === "Enter") event.preventDefault();
  });
  tools.querySelectorAll("[data-picks-set]").forEach((button) => {
    button.addEventListener("click", () => {
      rows
        .filter((row) => !row.hidden && !row.closest("details:not([open])"))
        .forEach((row) => {
          boxOf(row).checked = button.dataset.picksSet === "all";
        });
      count();
    });
  });
  form.addEventListener("change", count);
  tools.hidden = false;
  count();
});
