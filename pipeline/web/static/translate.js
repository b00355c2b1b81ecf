// What a script adds to the page to translate, which works without it: it follows the jobs,
// changes one row in its place, and puts selected words into the form for words and names.

const news = document.querySelector("#news");
const say = (words) => { if (news) news.textContent = words; };

// -- jobs ---------------------------------------------------------------------------------------

const MOVING = new Set(["waiting", "running"]);
const moving = () => [...document.querySelectorAll("[data-job]")].filter((e) => MOVING.has(e.dataset.state));

async function follow() {
  const jobs = moving();
  if (!jobs.length) return;
  try {
    const asked = jobs.map((job) => job.dataset.job).join(",");
    const answer = await fetch(`/translate/progress?jobs=${asked}`, { headers: { Accept: "application/json" } });
    if (answer.ok) await show(await answer.json());
  } catch { /* the desk is away for a moment: ask again */ }
  setTimeout(follow, document.hidden ? 5000 : 1000);
}

async function show(found) {
  const changed = [];
  for (const { id, state, percent, line } of found) {
    const job = document.querySelector(`#job-${id}`);
    if (!job) continue;
    if (state !== job.dataset.state) changed.push([job, line]);
    const words = job.querySelector(".line-of");
    if (words && words.textContent !== line) words.textContent = line;
    const bar = job.querySelector("progress");
    if (bar) bar.value = percent;
  }
  if (!changed.length) return;
  say(changed.map(([job, line]) => `${job.dataset.name}: ${line}`).join(". "));
  // a job that has a page of its own is shown whole when it is ready, unless somebody is writing
  if (changed.some(([job]) => "page" in job.dataset)) {
    if (!document.querySelector(".editor")) location.reload();
    else for (const [job] of changed) job.dataset.state = "done";
    return;
  }
  const page = await pageAt(location.href);
  for (const [job] of changed) {
    const anew = page.getElementById(job.id);
    if (anew) put(job, anew);
  }
}

// -- one row ------------------------------------------------------------------------------------

const pageAt = async (address, options = {}) => parsed(await fetch(address, options));
const parsed = async (answer) => new DOMParser().parseFromString(await answer.text(), "text/html");

function put(old, anew) {
  const fresh = document.importNode(anew, true);
  fresh.querySelectorAll("[autofocus]").forEach((field) => field.removeAttribute("autofocus"));
  old.replaceWith(fresh);
  return fresh;
}

async function change(row, address, options = {}) {
  row.classList.add("busy");
  row.setAttribute("aria-busy", "true");
  try {
    const answer = await fetch(address, { ...options, headers: { Accept: "text/html", "X-Row-Only": "1" } });
    const page = await parsed(answer);
    const anew = page.getElementById(row.id);
    if (!anew) throw new Error("no such row");
    const fresh = put(row, anew);
    for (const id of ["sums", "names-list"]) {
      const [old, counted] = [document.getElementById(id), page.getElementById(id)];
      if (old && counted) put(old, counted);
    }
    const field = fresh.querySelector("textarea");
    const next = field ?? fresh.querySelector(".wordings button, .leave, .do a, .do button");
    next?.focus();
    if (field) field.setSelectionRange(field.value.length, field.value.length);
    const told = fresh.querySelector("[role=alert], .by");
    if (told) say(told.textContent.trim());
  } catch {
    // the whole page says what is wrong
    if (options.method) row.querySelector("form.editor")?.submit(); else location.href = address;
  } finally {
    row.classList.remove("busy");
    row.removeAttribute("aria-busy");
  }
}

document.addEventListener("click", (event) => {
  const link = event.target.closest?.("a[data-row]");
  if (!link || event.ctrlKey || event.metaKey || event.shiftKey || event.button) return;
  event.preventDefault();
  change(link.closest(".pair"), link.href);
});

document.addEventListener("submit", (event) => {
  const form = event.target;
  if (!form.matches("form[data-row]")) return;
  event.preventDefault();
  change(form.closest(".pair"), form.action, { method: "POST", body: new URLSearchParams(new FormData(form)) });
});

document.addEventListener("keydown", (event) => {
  const editor = event.target.closest?.(".editor, .wordings");
  if (!editor) return;
  if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) {
    event.preventDefault();
    editor.requestSubmit?.();
  } else if (event.key === "Escape") {
    event.preventDefault();
    editor.querySelector(".leave").click();
  }
});

// -- words and names ----------------------------------------------------------------------------

const settle = document.querySelector("#settle form");
// where the form is out of sight, a way to it
const jump = document.querySelector("#jump");
jump?.addEventListener("click", () => { jump.hidden = true; });

function selected() {
  const selection = document.getSelection();
  const words = selection?.toString().replace(/\s+/g, " ").trim();
  if (!words || words.length > 200 || !selection.anchorNode) return;
  const at = (node) => (node.nodeType === 1 ? node : node.parentElement);
  const cell = at(selection.anchorNode)?.closest(".pair .source > p:first-child, .pair .target > p:first-child");
  if (!cell || !cell.contains(selection.focusNode)) return;
  const side = cell.parentElement.classList.contains("source") ? "source" : "target";
  // a word of a name stands for the whole name
  const name = at(selection.anchorNode).closest(".name");
  const whole = name?.contains(selection.focusNode) ? name.textContent : words;
  settle.querySelector(`[data-from=${side}]`).value = whole;
  const kind = name && ["person", "organisation", "place"].find((one) => name.classList.contains(one));
  if (kind && side === "source") settle.querySelector(`[name=kind][value=${kind}]`).checked = true;
  const place = settle.getBoundingClientRect();
  jump.querySelector("bdi").textContent = whole;
  jump.hidden = place.bottom > 0 && place.top < innerHeight;
}
if (settle) document.addEventListener("selectionchange", selected);

// -- files --------------------------------------------------------------------------------------

const files = document.querySelector("#files");
const chosen = document.querySelector("#chosen");
const holdsFiles = (event) => files && event.dataTransfer?.types.includes("Files");

function list() {
  chosen.textContent = files.files.length > 1 ? [...files.files].map((file) => file.name).join(" · ") : "";
}
files?.addEventListener("change", list);
// files may be dropped anywhere on the page
document.addEventListener("dragover", (event) => {
  if (!holdsFiles(event)) return;
  event.preventDefault();
  files.classList.add("over");
});
document.addEventListener("dragleave", (event) => {
  if (!event.relatedTarget) files?.classList.remove("over");
});
document.addEventListener("drop", (event) => {
  if (!holdsFiles(event)) return;
  event.preventDefault();
  files.files = event.dataTransfer.files;
  files.classList.remove("over");
  list();
});
// a menu closes with Escape, and when something else is chosen
document.addEventListener("click", (event) => {
  for (const menu of document.querySelectorAll("details.menu[open]")) if (!menu.contains(event.target)) menu.open = false;
});
document.addEventListener("keydown", (event) => {
  const menu = event.key === "Escape" && event.target.closest?.("details.menu[open]");
  if (menu) { menu.open = false; menu.querySelector("summary").focus(); }
});

follow();
