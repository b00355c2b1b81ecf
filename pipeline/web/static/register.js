// The register: "/" goes to the search field, rows of the form come and go without a reload.

document.addEventListener("keydown", (event) => {
  const typing = event.target.closest("input, textarea, select");
  if (event.key !== "/" || typing || event.ctrlKey || event.metaKey || event.altKey) return;
  const field = document.querySelector("input[type=search]");
  if (!field) return;
  event.preventDefault();
  field.focus();
  field.select();
});

const words = document.querySelector(".entry-form")?.dataset ?? {};

/** Number the labels of the rows anew, so that each says its place. */
function number(list) {
  [...list.children].forEach((row, place) => {
    for (const field of row.querySelectorAll("[aria-label]")) {
      const label = field.getAttribute("aria-label").replace(/\s*\d+$/, "");
      field.setAttribute("aria-label", `${label} ${place + 1}`);
    }
  });
}

/** Give a row a button that takes it out. */
function removable(row, list) {
  const button = document.createElement("button");
  button.type = "button";
  button.className = "take-out bare";
  button.textContent = "×";
  button.setAttribute("aria-label", words.takeOut);
  button.addEventListener("click", () => {
    const next = row.nextElementSibling ?? row.previousElementSibling;
    if (next) {
      row.remove();
      number(list);
      next.querySelector("input").focus();
    } else {
      for (const field of row.querySelectorAll("input")) field.value = "";
      row.querySelector("input").focus();
    }
  });
  row.append(button);
}

for (const part of document.querySelectorAll("fieldset[data-rows]")) {
  const list = part.querySelector("ol");
  for (const row of list.children) removable(row, list);
  number(list);
  part.querySelector("button[name=more]").addEventListener("click", (event) => {
    const last = list.lastElementChild;
    if (!last) return; // the server makes the first row
    event.preventDefault();
    const row = last.cloneNode(true);
    row.querySelector(".take-out").remove();
    for (const field of row.querySelectorAll("input")) field.value = "";
    list.append(row);
    removable(row, list);
    number(list);
    row.querySelector("input").focus();
  });
}
