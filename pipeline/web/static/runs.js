// While somebody works on a batch, ask for the page again and put in what has changed.
const PAUSE = 2000;

async function look() {
  if (!document.querySelector("[data-busy]")) return;
  if (!document.hidden) await renew().catch(() => {});
  setTimeout(look, PAUSE);
}

async function renew() {
  const answer = await fetch(location.pathname, { headers: { Accept: "text/html" } });
  if (!answer.ok || answer.redirected) return;
  const page = new DOMParser().parseFromString(await answer.text(), "text/html");
  for (const section of document.querySelectorAll(".batch")) {
    const now = page.getElementById(section.id);
    if (!now) continue;
    section.toggleAttribute("data-busy", now.hasAttribute("data-busy"));
    // a button that somebody is about to press stays where it is
    const held = section.querySelector(".actions")?.contains(document.activeElement);
    if (held) renewParts(section, now);
    else if (section.innerHTML !== now.innerHTML) section.innerHTML = now.innerHTML;
  }
}

function renewParts(section, now) {
  for (const part of section.querySelectorAll("[data-live]:not(.actions)")) {
    const other = now.querySelector(`[data-live="${part.dataset.live}"]`);
    if (other && part.innerHTML !== other.innerHTML) part.innerHTML = other.innerHTML;
  }
}

setTimeout(look, PAUSE);
