// One key an answer. What has data-key is clicked, ticked or given the focus by that key.
const REMEMBERED = "samsvar.keys";
const inField = (target) => target instanceof Element && target.closest("input:not([type=checkbox]), select, textarea");
const toggle = document.getElementById("keys");

if (toggle) {
  toggle.closest("[hidden]")?.removeAttribute("hidden");
  toggle.checked = localStorage.getItem(REMEMBERED) !== "off";
  toggle.addEventListener("change", () => localStorage.setItem(REMEMBERED, toggle.checked ? "on" : "off"));
}

function use(element) {
  if (element.matches("input[type=checkbox]")) {
    element.checked = !element.checked;
  } else if (element.matches("input")) {
    element.focus();
    element.select();
  } else {
    element.click();
  }
}

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
  const field = inField(event.target);
  if (field) {
    if (event.key === "Escape") field.blur();
    return;
  }
  if (toggle && !toggle.checked) return;
  const onControl = event.target instanceof Element && event.target.closest("a, button, summary");
  if (event.key === "Enter" && onControl) return;
  const key = event.key.length === 1 ? event.key.toLowerCase() : event.key;
  const element = document.querySelector(`[data-key="${CSS.escape(key)}"]`);
  if (!element) return;
  event.preventDefault();
  use(element);
});

// Enter in the field of the right form saves it; no answer is sent twice.
for (const field of document.querySelectorAll("[data-submit]")) {
  field.addEventListener("keydown", (event) => {
    if (event.key === "Enter") {
      event.preventDefault();
      document.getElementById(field.dataset.submit)?.click();
    }
  });
}
for (const form of document.querySelectorAll("form.answers")) {
  let sent = false;
  form.addEventListener("submit", (event) => {
    if (sent) event.preventDefault();
    sent = true;
  });
}
window.addEventListener("pageshow", (event) => {
  if (event.persisted) location.reload();
});
