// Lists the files chosen in a form under their field; sizes help to see that the right ones were taken.
"use strict";

document.querySelectorAll("input[type=file][data-list]").forEach((field) => {
  const list = document.getElementById(field.dataset.list);

  const row = (file) => {
    const item = document.createElement("li");
    const name = document.createElement("span");
    const size = document.createElement("span");
    name.textContent = file.name;
    size.className = "meta nowrap";
    const kilobytes = Math.ceil(file.size / 1024);
    size.textContent = kilobytes < 1024 ? `${kilobytes} KB` : `${(kilobytes / 1024).toFixed(1)} MB`;
    item.append(name, size);
    return item;
  };

  field.addEventListener("change", () => list.replaceChildren(...[...field.files].map(row)));
});
