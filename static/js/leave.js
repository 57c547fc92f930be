// Leaves at once: by the button, or by Esc three times. The server locks the session meanwhile.
"use strict";

(() => {
  const TIMES = 3;
  const WITHIN_MS = 1500;
  const form = document.querySelector("form[data-leave]");

  // A page that comes back from the browser's memory is asked for anew, and shows nothing until then.
  window.addEventListener("pageshow", (event) => {
    if (!event.persisted) return;
    document.documentElement.hidden = true;
    location.reload();
  });
  if (!form) return;

  const others = "BroadcastChannel" in window ? new BroadcastChannel("leave") : null;
  const isWeb = /^https?:\/\//.test(form.dataset.leave);

  // The address of this page goes out of the history: what takes its place has no way back to it.
  const go = (address) => {
    document.documentElement.hidden = true;
    document.title = "";
    location.replace(address);
  };

  const leave = () => {
    fetch(form.action, {
      method: "POST",
      body: new URLSearchParams(new FormData(form)),
      keepalive: true,
      redirect: "manual",
    }).catch(() => {});
    if (others) others.postMessage("leave");
    go(isWeb ? form.dataset.leave : form.dataset.notes);
  };

  if (others) others.addEventListener("message", () => go(form.dataset.notes));
  document.querySelectorAll("form[data-leave]").forEach((one) => {
    one.addEventListener("submit", (event) => {
      event.preventDefault();
      event.stopPropagation();
      leave();
    });
  });

  let pressed = [];
  window.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") {
      pressed = [];
      return;
    }
    if (event.repeat) return;
    pressed = [...pressed, event.timeStamp].slice(-TIMES);
    if (pressed.length === TIMES && event.timeStamp - pressed[0] <= WITHIN_MS) leave();
  }, true);
})();
