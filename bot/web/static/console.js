/* Counters and progress that refresh themselves; the preview while an announcement is being typed. */
(function () {
  "use strict";
  document.querySelectorAll("[data-refresh]").forEach(function (box) {
    async function look() {
      try {
        var answer = await fetch(box.dataset.refresh, { cache: "no-store" }), got = await answer.json();
        box.querySelectorAll("[data-count]").forEach(function (n) { if (n.dataset.count in got) n.textContent = got[n.dataset.count]; });
        box.querySelectorAll("[data-value]").forEach(function (n) { n.value = got[n.dataset.value]; if (got.reach) n.max = got.reach; });
        if (got.finished) return;
      } catch (e) { /* the next look may succeed */ }
      setTimeout(look, 2000);
    }
    setTimeout(look, 1000);
  });
  document.querySelectorAll("[data-preview]").forEach(function (form) {
    var timer;
    form.addEventListener("input", function () {
      clearTimeout(timer);
      timer = setTimeout(async function () {
        try {
          var answer = await fetch(form.dataset.preview, { method: "POST", body: new FormData(form) }), got = await answer.json();
          form.querySelector("[data-seen]").textContent = got.seen; form.querySelector("[data-reach]").textContent = got.reach; form.querySelector("[data-channels]").textContent = got.channels;
        } catch (e) { /* the page itself is up to date after saving */ }
      }, 300);
    });
  });
})();
