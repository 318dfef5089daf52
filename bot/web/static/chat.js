/* The chat page. Lines come from the server's history, so a reload, a restart or a lost signal loses nothing. */
(function () {
  "use strict";
  var talk = document.getElementById("talk"), words = document.getElementById("words");
  var state = document.getElementById("state"), typing = document.getElementById("typing"), down = document.getElementById("down");
  var seen = { messages: 0, replies: 0 }, lines = {}, pending = load("pending", []), key = load("key", ""), sending = false, slowed = false;
  var opened = load("opened", {}), resting = 0, held = 0, REST = 500, SHOW = "Hiện lại các nút", HIDE = "Ẩn các nút";
  var full = "", FULL = "Ô viết đã đầy: phần sau chưa vào. Gửi phần này trước, phần còn lại để tin sau.";
  var typingShown = false, OFFLINE = "Mạng đang yếu. Tin nhắn được giữ lại và sẽ tự gửi khi có mạng.";

  var asked = new URLSearchParams(location.search), lesson = asked.get("hoc"), group = asked.get("lop"), place = asked.get("xa"), door = asked.get("den"), meeting = asked.get("sukien"), told = asked.get("tin");

  function load(name, otherwise) { try { return JSON.parse(localStorage.getItem("hocvuso." + name)) || otherwise; } catch (e) { return otherwise; } }
  function save(name, value) { try { localStorage.setItem("hocvuso." + name, JSON.stringify(value)); } catch (e) { /* private mode */ } }
  function id() { var b = new Uint8Array(12); crypto.getRandomValues(b); return Array.prototype.map.call(b, function (x) { return ("0" + x.toString(16)).slice(-2); }).join(""); }
  function pause(ms) { return new Promise(function (done) { setTimeout(done, ms); }); }
  function say(text) { state.textContent = text; state.hidden = !text; }
  function node(tag, name, text) { var n = document.createElement(tag); if (name) n.className = name; if (text) n.textContent = text; return n; }

  async function call(path, options) {
    options = options || {};
    options.headers = Object.assign({ "X-Chat-Key": key, "Content-Type": "application/json" }, options.headers);
    var stop = new AbortController(), timer = setTimeout(function () { stop.abort(); }, 40000);
    try { return await fetch(path, Object.assign({ signal: stop.signal, cache: "no-store" }, options)); }
    finally { clearTimeout(timer); }
  }
  async function open() {
    if (key) return;
    var answer = await call("/chat/session", { method: "POST" });
    if (!answer.ok) throw new Error("session");
    key = (await answer.json()).key; save("key", key);
  }
  function forget() {
    key = ""; save("key", ""); seen = { messages: 0, replies: 0 }; lines = {}; talk.textContent = "";
    pending.forEach(waiting);
  }

  function linked(parent, text) {
    text.split(/(https?:\/\/[^\s<>"']+[^\s<>"'.,;:!?)\]])/).forEach(function (part, i) {
      if (i % 2) { var a = node("a", "", part); a.href = part; a.target = "_blank"; a.rel = "noopener noreferrer"; parent.appendChild(a); }
      else if (part) dialled(parent, part);
    });
  }
  function dialled(parent, text) {
    // The numbers of the emergency card are called with a tap.
    text.split(/(11[1-5])(?= \((?:công an|cháy|cấp cứu|trẻ em)\))/).forEach(function (part, i) {
      if (i % 2) { var a = node("a", "", part); a.href = "tel:" + part; parent.appendChild(a); }
      else if (part) parent.appendChild(document.createTextNode(part));
    });
  }
  function bubble(line) {
    var b = node("div", "bubble"), text = line.text;
    if (line.label) {
      var cut = text.indexOf("\n"), first = cut < 0 ? text : text.slice(0, cut);
      b.appendChild(node("b", "label " + line.label, first)); b.appendChild(document.createTextNode("\n"));
      text = cut < 0 ? "" : text.slice(cut).replace(/^\n+/, "");
    }
    linked(b, text); return b;
  }
  function choices(line) {
    var box = node("div", "choices");
    (line.choices || []).forEach(function (c) {
      if (c[2]) { var a = node("a", "", c[1]); a.href = c[2]; a.target = "_blank"; a.rel = "noopener noreferrer"; box.appendChild(a); return; }
      var b = node("button", "", c[1]); b.type = "button";
      b.addEventListener("click", function (event) { if (event.detail < 2) send({ button: c[0], text: c[1], pressed_on: line.id }); });
      box.appendChild(b);
    });
    return box;
  }
  function drawing(p) {
    // Width and height keep the place, so that nothing moves when a slow picture arrives; without it its words stand there.
    var img = node("img", "drawing"); img.alt = p.alt; img.width = p.width; img.height = p.height;
    img.loading = "lazy"; img.decoding = "async"; img.src = p.path; return img;
  }
  function fold(n, id) {
    // Above the buttons, so that it stays where it is when they come and go.
    var more = node("button", "more"); more.type = "button";
    n.unfold = function () {
      var open = id in opened; n.classList.toggle("open", open);
      more.textContent = open ? HIDE : SHOW; more.setAttribute("aria-expanded", open);
    };
    more.addEventListener("click", function () {
      if (id in opened) delete opened[id]; else opened[id] = 1;
      save("opened", opened); n.unfold(); peek();
    });
    n.unfold(); return more;
  }
  function show(line) {
    if (lines[line.id]) return false;
    var mine = line.side === 0, n = node("div", "line" + (mine ? " mine" : ""));
    if (line.picture) n.appendChild(drawing(line.picture));
    n.appendChild(bubble(line));
    if (line.after) n.classList.add("goes-on");
    if (!mine && line.choices && line.choices.length) { n.appendChild(fold(n, line.id)); n.appendChild(choices(line)); }
    if (mine && line.button) n.classList.add("press");
    var gone = lines[line.replaces], press = gone && gone.previousSibling, next = gone && gone.nextSibling;
    // A card that turned takes the press with it that had brought it: they do not pile up above the last one.
    if (press && next && press.classList.contains("press") && isMine(next)) press.remove();
    if (gone) gone.remove();
    if (line.client && lines["c" + line.client]) { lines["c" + line.client].replaceWith(n); }
    else talk.appendChild(n);
    lines[line.id] = n; if (line.client) lines["c" + line.client] = n;
    return true;
  }
  function drop(first) {
    // What the server keeps no longer (the person had it erased) does not stay on the screen either.
    Object.keys(lines).forEach(function (name) {
      var oldest = first[name[0] === "i" ? 0 : 1];
      if (!/^[io]\d+$/.test(name) || (oldest && Number(name.slice(1)) >= oldest)) return;
      var gone = lines[name]; gone.remove();
      Object.keys(lines).forEach(function (other) { if (lines[other] === gone) delete lines[other]; });
    });
  }
  function isMine(n) { return n.classList.contains("mine"); }
  function current(all) {
    // Where the last turn begins. One that goes on with the list above it, or has no answer yet, leaves that list open.
    var begin = all.length, end, first;
    do { end = begin; begin = all.slice(0, end).map(isMine).lastIndexOf(true); first = all[begin + 1]; }
    while (begin > 0 && (begin + 1 === end || first.classList.contains("goes-on")));
    return begin;
  }
  function settle() {
    // Buttons stay under everything said since the citizen last spoke: an answer and what follows it.
    var all = Array.prototype.slice.call(talk.querySelectorAll(".line")), mine = all.map(isMine).lastIndexOf(true), begin = current(all);
    var at = document.activeElement, inside = at && at.closest && at.closest(".choices");
    all.forEach(function (n, i) {
      n.classList.toggle("old", !isMine(n) && i < begin);
      if (n.unfold) n.unfold();
    });
    // Whoever goes by the keyboard goes on where the buttons were.
    if (inside && !inside.getClientRects().length) inside.previousSibling.focus({ preventScroll: true });
    // A long answer is read from its first line: what was asked stays at the top.
    talk.scrollTop = mine < 0 || begin < mine ? talk.scrollHeight : Math.min(talk.scrollHeight, all[mine].offsetTop - talk.offsetTop - 8);
    rest();
  }
  function peek() {
    // On a phone nothing else shows that there is more below: the buttons of a long card, for one.
    down.hidden = talk.scrollHeight - talk.scrollTop - talk.clientHeight < 24;
  }
  function rest() {
    // What has just moved under a finger is not what the second half of a double tap meant. Keys go on.
    talk.classList.add("resting"); clearTimeout(resting); peek();
    resting = setTimeout(function () { talk.classList.remove("resting"); }, REST);
  }
  async function released() { while (held && Date.now() - held < 2000) await pause(50); }
  function waiting(message) {
    var n = node("div", "line mine waiting"); n.appendChild(bubble({ text: message.text })); n.appendChild(node("small", "", "đang gửi…"));
    talk.appendChild(n); lines["c" + message.id] = n; talk.scrollTop = talk.scrollHeight; rest();
  }
  function send(message) {
    message.id = id(); opened = {}; save("opened", opened); pending.push(message); save("pending", pending); waiting(message); flush();
    if (slowed) hurry(message);
  }
  function done(message, kept) {
    refused(message, kept); pending = pending.filter(function (one) { return one !== message; }); save("pending", pending);
  }
  function post(message) { return call("/chat/messages", { method: "POST", body: JSON.stringify(message) }); }
  async function hurry(message) {
    // What waits is held back for being too fast; this may be a call for help, which is always taken. Twice counts once.
    try { if ((await post(message)).ok) done(message, true); } catch (e) { /* it waits with the others */ }
  }
  async function flush() {
    if (sending) return; sending = true;
    while (pending.length) {
      try {
        await open();
        var first = pending[0], answer = await post(first);
        if (answer.status === 401) { forget(); continue; }
        slowed = answer.status === 429;
        if (slowed) { say((await answer.json()).text); await pause(5000); continue; }
        if (answer.status >= 500) throw new Error("server");
        say(full); done(first, answer.ok);
      } catch (e) { say(OFFLINE); await pause(2500); }
    }
    sending = false;
  }
  function arrived() {
    // A poster, a sheet or a class led here: say so once, as if it had been typed.
    var text = /^m\d{1,2}-\d{2}$/i.test(lesson || "") ? "hoc " + lesson + (/^\d{5}$/.test(place || "") ? " " + place : "") : "";
    if (/^[a-z]{3}[2-9]{3}$/i.test(group || "")) text = "lop " + group;
    if (/^[a-z]{3}[2-9]{3}$/i.test(door || "")) text = "co mat " + door;
    if (/^TB-[A-Z0-9]{6}$/i.test(meeting || "")) text = "su kien " + meeting;
    if (/^TB-[A-Z0-9]{6}$/i.test(told || "")) text = told;
    lesson = group = door = meeting = told = null;
    if (text) { history.replaceState(null, "", location.pathname); send({ text: text }); }
    return text !== "";
  }
  function refused(message, kept) {
    var n = lines["c" + message.id], small = n && n.querySelector("small");
    if (!small) return;
    small.textContent = kept ? "đã gửi" : "Tin này chưa gửi được. Xin viết ngắn hơn rồi gửi lại.";
  }
  async function follow() {
    var wait = 0;
    for (;;) {
      try {
        await open();
        var query = "?messages=" + seen.messages + "&replies=" + seen.replies + "&wait=" + wait + "&typing=" + (typingShown ? 1 : 0);
        var answer = await call("/chat/messages" + query);
        if (answer.status === 401) { forget(); continue; }
        if (!answer.ok) throw new Error("server");
        var got = await answer.json(), fresh = false;
        await released(); // nothing moves between a press and its release, or the press would be lost
        got.lines.forEach(function (line) {
          if (show(line)) fresh = true;
          if (line.side === 0) seen.messages = Math.max(seen.messages, line.number); else seen.replies = Math.max(seen.replies, line.number);
        });
        if (got.first) drop(got.first);
        typingShown = got.typing; typing.hidden = !got.typing;
        if (fresh) settle();
        if (!wait && arrived()) fresh = true;
        else if (!wait && !Object.keys(lines).length && !pending.length) send({ text: "Bắt đầu", button: "do:start" });
        if (!sending && !state.hidden) say(full);
        wait = 25; talk.setAttribute("aria-live", "polite");
      } catch (e) { say(pending.length ? OFFLINE : "Đang chờ mạng… Cuộc trò chuyện vẫn được giữ."); wait = 0; await pause(2500); }
    }
  }
  document.getElementById("composer").addEventListener("submit", function (event) {
    event.preventDefault(); var text = words.value.trim(); if (!text) return;
    words.value = ""; words.style.height = ""; if (full) say(full = ""); send({ text: text }); words.focus();
  });
  words.addEventListener("keydown", function (event) {
    if (event.key === "Enter" && !event.shiftKey && !event.isComposing) { event.preventDefault(); document.getElementById("composer").requestSubmit(); }
  });
  words.addEventListener("input", function () {
    words.style.height = "auto"; words.style.height = words.scrollHeight + "px";
    // What is pasted is cut by the browser, which says nothing.
    var was = full; full = words.value.length < words.maxLength ? "" : FULL;
    if (full !== was) say(full);
  });
  document.getElementById("menu").addEventListener("click", function (event) { if (event.detail < 2) send({ text: "Bảng chọn", button: "do:menu" }); });
  var sizes = ["112.5%", "137.5%", "162.5%"], size = load("size", 0) % sizes.length;
  function resize() { document.documentElement.style.fontSize = sizes[size]; document.documentElement.classList.toggle("large", size > 0); }
  document.getElementById("size").addEventListener("click", function () {
    var read = Array.prototype.filter.call(talk.children, function (n) { return n.offsetTop - talk.offsetTop >= talk.scrollTop; })[0] || talk.lastChild;
    var above = read ? read.offsetTop - talk.scrollTop : 0;
    size = (size + 1) % sizes.length; save("size", size); resize();
    if (read) talk.scrollTop = read.offsetTop - above;
    peek();
  });
  talk.addEventListener("scroll", peek, { passive: true });
  window.addEventListener("resize", peek);
  down.addEventListener("click", function () { talk.scrollTop += talk.clientHeight * 0.8; rest(); });
  talk.addEventListener("pointerdown", function () { held = Date.now(); });
  ["pointerup", "pointercancel"].forEach(function (name) { window.addEventListener(name, function () { setTimeout(function () { held = 0; }, 50); }); });
  window.addEventListener("online", function () { say(""); flush(); });
  window.addEventListener("offline", function () { say(OFFLINE); });
  resize(); pending.forEach(waiting); follow(); if (pending.length) flush();
})();
