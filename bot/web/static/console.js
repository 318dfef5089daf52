// What makes the console livelier. Every page works without it.
"use strict";

document.documentElement.classList.add("scripted");

const EVERY = 4000;
const ask = async (address) => {
  const answer = await fetch(address, { credentials: "same-origin" });
  return answer.ok ? answer.json() : { gone: answer.status === 401 };
};

// Numbers that refresh themselves: data-count, data-value and data-text name fields of a small JSON.
function fill(part, numbers) {
  for (const place of part.querySelectorAll("[data-count]")) place.textContent = numbers[place.dataset.count];
  for (const bar of part.querySelectorAll("[data-value]")) bar.value = numbers[bar.dataset.value];
  for (const place of part.querySelectorAll("[data-text]")) {
    place.textContent = numbers[place.dataset.text];
    place.parentElement.hidden = !place.textContent;
  }
  const urgent = part.querySelector(".count.urgent");
  if (urgent) urgent.classList.toggle("some", numbers.urgent > 0);
}

// Ask again and again while the page is looked at; `take` says whether to go on.
function follow(address, take, first = EVERY) {
  const again = async () => {
    let go = true;
    if (!document.hidden) {
      const numbers = await ask(address).catch(() => null);
      if (numbers) go = !numbers.gone && take(numbers) !== false;
    }
    if (go) setTimeout(again, EVERY);
  };
  setTimeout(again, first);
  document.addEventListener("visibilitychange", () => { if (!document.hidden) ask(address).then((n) => n.gone || take(n)).catch(() => {}); });
}

for (const part of document.querySelectorAll("[data-refresh]")) {
  if ("finished" in part.dataset) continue;
  follow(part.dataset.refresh, (numbers) => {
    fill(part, numbers);
    if (numbers.finished) location.reload();
    return !numbers.finished;
  });
}

// How many questions wait, on every page of who may see them: in the menu, in the title, said aloud when one comes.
const badges = document.querySelectorAll("[data-waiting]");
if (badges.length) {
  const counts = document.querySelector("[data-counts]");
  const arrived = document.querySelector("[data-arrived]");
  const fresh = document.querySelector("[data-fresh]");
  const title = document.title;
  let known = null;
  follow("/console/counts.json", (numbers) => {
    if (counts) fill(counts, numbers);
    for (const badge of badges) {
      badge.textContent = numbers.open;
      badge.hidden = numbers.open === 0;
      badge.classList.toggle("urgent", numbers.urgent > 0);
    }
    document.title = numbers.open ? `(${numbers.open}) ${title}` : title;
    if (fresh) fresh.hidden = numbers.open <= Number(fresh.dataset.fresh);
    if (arrived && known !== null && numbers.open > known) arrived.textContent = numbers.urgent ? "Có việc khẩn cấp đang chờ." : "Có câu hỏi mới.";
    known = numbers.open;
  }, 300);
} else {
  const counts = document.querySelector("[data-counts]");
  if (counts) follow("/console/counts.json", (numbers) => fill(counts, numbers));
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
    for (const name of ["seen", "lengths", "whom", "reach", "channels", "meant"]) {
      const place = document.getElementById(name);
      if (place && name in found) place.textContent = found[name];
    }
    const row = document.getElementById("buttons");
    if (row && found.buttons) row.replaceChildren(...found.buttons.map((title) => Object.assign(document.createElement("span"), { textContent: title })));
    const personal = document.getElementById("personal");
    if (personal && "personal" in found) {
      personal.textContent = found.personal;
      personal.hidden = !found.personal;
    }
    const leads = document.getElementById("leads");
    if (leads && "leads" in found) {
      leads.querySelector("strong").textContent = found.leads;
      leads.hidden = !found.leads;
    }
    for (const place of form.querySelectorAll("td.reach")) place.textContent = found.reach;
    document.getElementById("ways")?.replaceChildren(...found.ways.map(([told, people, cost]) => {
      const row = document.createElement("tr");
      row.insertCell().append(told, ...(cost ? [" ", Object.assign(document.createElement("small"), { textContent: cost })] : []));
      row.insertCell().textContent = people;
      return row;
    }));
  };
  const later = () => {
    clearTimeout(waiting);
    waiting = setTimeout(show, 300);
  };
  form.addEventListener("input", later);
  form.addEventListener("chosen", later);
}

// A draft keeps itself while it is written: after 20 s with a change. The first time it gets its number.
for (const form of document.querySelectorAll("form[data-autosave]")) {
  const said = form.querySelector("[data-saved]");
  const filled = () => new URLSearchParams(new FormData(form));
  let kept = filled().toString();
  let sending = false;
  form.addEventListener("submit", () => { sending = true; });
  setInterval(async () => {
    const body = filled();
    const now = body.toString();
    if (sending || now === kept) return;
    body.set("draft", form.dataset.draft);
    const answer = await fetch(form.dataset.autosave, { method: "POST", body, credentials: "same-origin" }).catch(() => null);
    if (sending || !answer || !answer.ok) return;
    const found = await answer.json();
    kept = now;
    said.textContent = found.said;
    if (!found.id || form.dataset.draft) return;
    form.dataset.draft = found.id;
    form.action = `/console/announcements/${found.id}/edit`;
    history.replaceState(null, "", form.action);
  }, 20000);
}

// Finding a commune in the list, with or without diacritics, by its new name or one that went into it.
const bare = (text) => text.normalize("NFD").replace(/[\u0300-\u036f]/g, "").replace(/đ/gi, "d").toLowerCase();

for (const box of document.querySelectorAll("[data-filter]")) {
  const list = document.getElementById(box.dataset.filter);
  const found = document.getElementById("found");
  const look = (event) => {
    if (event) event.stopPropagation();
    const wanted = bare(box.value.trim());
    let hits = 0;
    for (const label of list.querySelectorAll("label")) {
      const name = bare(label.querySelector("span").textContent).includes(wanted);
      const old = label.dataset.also.split("; ").filter((one) => wanted && bare(one).includes(wanted));
      const hit = name || old.length > 0;
      hits += hit ? 1 : 0;
      label.hidden = !hit;
      label.querySelector("small")?.remove();
      if (hit && !name) label.querySelector("span").after(Object.assign(document.createElement("small"), { textContent: `trước là ${old[0]}` }));
    }
    found.textContent = !wanted ? found.dataset.all : hits ? `Tìm thấy ${hits} nơi` : found.dataset.none;
  };
  look();
  box.addEventListener("input", look);
  box.addEventListener("keydown", (event) => { if (event.key === "Enter") event.preventDefault(); });
}

// Which communes are chosen, in words, although most of the list is out of sight.
const communes = document.getElementById("communes");
if (communes) {
  const chosen = document.getElementById("chosen");
  const none = document.getElementById("none");
  const tell = () => {
    const names = [...communes.querySelectorAll("input:checked")].map((box) => box.parentElement.querySelector("span").textContent);
    chosen.textContent = names.length ? `Đã chọn ${names.length}: ${names.join(", ")}.` : "";
    none.hidden = names.length === 0;
  };
  none.addEventListener("click", () => {
    for (const box of communes.querySelectorAll("input:checked")) box.checked = false;
    tell();
    communes.dispatchEvent(new Event("chosen", { bubbles: true }));
  });
  communes.addEventListener("change", tell);
  tell();
}

// “Toàn tỉnh” stands instead of the list of communes: while it is ticked the list is away, and what is ticked in it too.
for (const box of document.querySelectorAll("[data-instead]")) {
  const list = document.getElementById(box.dataset.instead);
  const turn = () => {
    list.hidden = box.checked;
    for (const one of list.querySelectorAll("[name=communes]")) one.disabled = box.checked;
  };
  box.addEventListener("change", turn);
  if (!list.querySelector("input:checked")) turn();
}

// A browser cuts what is pasted beyond the length of a field, and says nothing. Fields for a code are meant to be full.
document.addEventListener("input", ({ target: field }) => {
  if (!(field.maxLength > 20)) return;
  const full = field.value.length >= field.maxLength;
  let told = field.parentElement.querySelector("[data-full]");
  if (!told && full) {
    told = Object.assign(document.createElement("small"), { role: "status" });
    told.dataset.full = "";
    field.after(told);
  }
  if (told) told.textContent = full ? `Ô này chứa tối đa ${field.maxLength} ký tự: phần thêm vào sau đó không được giữ.` : "";
});

// A link to hand over, into the clipboard.
for (const button of document.querySelectorAll("[data-copy]")) {
  button.addEventListener("click", async () => {
    const field = document.getElementById(button.dataset.copy);
    field.select();
    const done = await navigator.clipboard.writeText(field.value).then(() => true, () => false);
    document.querySelector("[data-copied]").textContent = done ? "Đã chép." : "Chưa chép được: xin chép bằng tay.";
  });
}

// A key for every action that names one: data-key on a button, a link or a field. Never while somebody is typing.
const typing = (place) => place.matches?.("input:not([type=checkbox]):not([type=radio]), textarea, select");

document.addEventListener("keydown", (event) => {
  if (event.defaultPrevented || event.isComposing || event.altKey || event.metaKey) return;
  if (typing(event.target)) {
    if (event.key === "Escape") event.target.blur();
    if (event.key === "Enter" && event.ctrlKey && event.target.dataset.enter) {
      event.preventDefault();
      document.getElementById(event.target.dataset.enter)?.click();
    }
    return;
  }
  if (event.ctrlKey) return;
  const key = CSS.escape(event.key.toLowerCase());
  const wanted = document.querySelector(`[data-key="${key}"]`);
  if (!wanted || wanted.disabled) return;
  event.preventDefault();
  if (typing(wanted)) wanted.focus();
  else if (!event.repeat) wanted.click();
});
