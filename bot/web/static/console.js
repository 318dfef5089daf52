// What makes the console livelier. Every page works without it.
"use strict";

document.documentElement.classList.add("scripted");

const EVERY = 4000;

// Numbers that refresh themselves: data-refresh names a small JSON, data-count and data-value its fields.
async function refresh(part) {
  const answer = await fetch(part.dataset.refresh, { credentials: "same-origin" });
  if (!answer.ok) return answer.status !== 401;
  const numbers = await answer.json();
  for (const place of part.querySelectorAll("[data-count]")) place.textContent = numbers[place.dataset.count];
  for (const bar of part.querySelectorAll("[data-value]")) bar.value = numbers[bar.dataset.value];
  mark(part);
  if (numbers.finished) location.reload();
  return !numbers.finished;
}

function mark(part) {
  const urgent = part.querySelector(".count.urgent");
  if (urgent) urgent.classList.toggle("some", urgent.querySelector("strong").textContent !== "0");
}

for (const part of document.querySelectorAll("[data-refresh]")) {
  mark(part);
  if ("finished" in part.dataset) continue;
  const again = async () => {
    let go = true;
    if (!document.hidden) go = await refresh(part).catch(() => true);
    if (go) setTimeout(again, EVERY);
  };
  setTimeout(again, EVERY / 2);
}

// The preview of an announcement, while it is being typed.
for (const form of document.querySelectorAll("form[data-preview]")) {
  let waiting = 0;
  let asked = 0;
  const show = async () => {
    const number = ++asked;
    const body = new URLSearchParams(new FormData(form));
    const answer = await fetch(form.dataset.preview, { method: "POST", body, credentials: "same-origin" }).catch(() => null);
    if (!answer || !answer.ok || number !== asked) return;
    const found = await answer.json();
    document.getElementById("seen").textContent = found.seen;
    document.getElementById("reach").textContent = found.reach;
    document.getElementById("channels").textContent = found.channels;
  };
  form.addEventListener("input", () => {
    clearTimeout(waiting);
    waiting = setTimeout(show, 300);
  });
}

// Finding a commune in the list, with or without diacritics.
const bare = (text) => text.normalize("NFD").replace(/[\u0300-\u036f]/g, "").replace(/đ/gi, "d").toLowerCase();

for (const box of document.querySelectorAll("[data-filter]")) {
  box.addEventListener("input", (event) => {
    event.stopPropagation();
    const wanted = bare(box.value.trim());
    for (const label of document.getElementById(box.dataset.filter).querySelectorAll("label")) {
      label.hidden = wanted !== "" && !bare(label.textContent).includes(wanted) && !label.querySelector("input").checked;
    }
  });
  box.addEventListener("keydown", (event) => { if (event.key === "Enter") event.preventDefault(); });
}
