// Keeps what is typed into forms marked data-draft="name" until it was saved.
// The text stays in this tab (sessionStorage), never leaves it, and goes when the tab is closed.
"use strict";

(() => {
  const PREFIX = "draft:";
  const SKIPPED = new Set(["hidden", "password", "file", "submit", "button", "reset"]);

  const keyOf = (form) => PREFIX + form.dataset.draft;
  const fieldsOf = (form) =>
    [...form.elements].filter(
      (field) =>
        field.name &&
        // What was typed belongs to the version that it was typed over.
        (!SKIPPED.has(field.type) || field.hasAttribute("data-draft-base")) &&
        !field.hasAttribute("data-draft-skip"),
    );
  const isChoice = (field) => field.type === "checkbox" || field.type === "radio";

  function remember(form) {
    const typed = form.hasAttribute("data-draft-filled") || fieldsOf(form).some((field) =>
      isChoice(field) ? field.checked !== field.defaultChecked : field.value !== field.defaultValue,
    );
    if (!typed) {
      sessionStorage.removeItem(keyOf(form));
      return;
    }
    const values = fieldsOf(form)
      .filter((field) => !isChoice(field) || field.checked)
      .map((field) => [field.name, field.value]);
    sessionStorage.setItem(keyOf(form), JSON.stringify(values));
  }

  function putBack(form) {
    const kept = sessionStorage.getItem(keyOf(form));
    // A form that the server shows again already holds what was typed.
    if (!kept || form.hasAttribute("data-draft-filled")) return;
    const values = JSON.parse(kept);
    const has = (field) => values.some(([name, value]) => name === field.name && value === field.value);
    fieldsOf(form).forEach((field) => {
      if (isChoice(field)) {
        field.checked = has(field);
        return;
      }
      const value = values.find(([name]) => name === field.name);
      if (value) field.value = value[1];
    });
    const note = form.querySelector("[data-draft-note]");
    if (note) note.hidden = false;
  }

  function forget(form) {
    sessionStorage.removeItem(keyOf(form));
    form.reset();
    // A reset leaves hidden fields as they are.
    form.querySelectorAll("[data-draft-base]").forEach((field) => {
      field.value = field.dataset.draftBase;
    });
    const note = form.querySelector("[data-draft-note]");
    if (note) note.hidden = true;
  }

  function start(root) {
    root.querySelectorAll("form[data-draft]").forEach((form) => {
      putBack(form);
      form.addEventListener("input", () => remember(form));
      form.addEventListener("submit", () => {
        remember(form);
        sessionStorage.setItem(PREFIX, keyOf(form));
      });
      const clear = form.querySelector("[data-draft-clear]");
      if (clear) clear.addEventListener("click", () => forget(form));
    });
  }

  // The page after a submit says whether it was kept.
  const sent = sessionStorage.getItem(PREFIX);
  if (sent && document.querySelector("[data-saved]")) sessionStorage.removeItem(sent);
  sessionStorage.removeItem(PREFIX);
  document.querySelectorAll("[data-draft-forget]").forEach((element) => {
    element.addEventListener("submit", () => sessionStorage.clear());
  });
  start(document);
})();
