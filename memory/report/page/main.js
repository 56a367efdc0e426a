// The page as a whole: heading, search, tabs, the clock, keys and the address.

function summary() {
  const seen = things.filter((thing) => !isGone(thing));
  const parts = [
    rooms.length ? counted(rooms.length, "room") : "",
    counted(seen.filter((thing) => !thing.is_furniture).length, "thing"),
    seen.some((thing) => thing.is_furniture) ? counted(seen.filter((thing) => thing.is_furniture).length, "piece of furniture", "pieces of furniture") : "",
    counted(changes.length, "change"),
  ];
  const span = !isWall ? `${lasting(spanMs)} of recording`
    : dayKey(data.first_ms) === dayKey(data.now_ms)
      ? `${dayName(data.now_ms)}, ${clock(data.first_ms)}\u2013${clock(data.now_ms)}`
      : `${dayShort(data.first_ms)} \u2013 ${dayShort(data.now_ms)} ${formatted(data.now_ms, { year: "numeric" })}, last seen ${clock(data.now_ms)}`;
  byId("summary").textContent = [...parts.filter(Boolean), data.now_ms ? span : ""].filter(Boolean).join(" \u00b7 ");
}

function showPanels() {
  const open = state.selected !== null ? "detail" : state.tab;
  for (const name of ["things", "changes", "detail"]) byId(name).hidden = name !== open;
  for (const name of ["things", "changes"]) {
    byId(`tab-${name}`).setAttribute("aria-selected", String(name === state.tab));
    byId(`tab-${name}`).tabIndex = name === state.tab ? 0 : -1;
  }
}

function buildTabs() {
  const names = ["things", "changes"];
  for (const name of names) {
    byId(`tab-${name}`).addEventListener("click", () => update({ tab: name, selected: null }));
    byId(`tab-${name}`).addEventListener("keydown", (key) => {
      if (key.key !== "ArrowLeft" && key.key !== "ArrowRight") return;
      const other = names[1 - names.indexOf(name)];
      update({ tab: other, selected: null });
      byId(`tab-${other}`).focus();
    });
  }
  watch(["tab", "selected"], showPanels);
  let offset = 0; // the list goes on where it was left
  watch(["selected"], () => {
    const side = document.querySelector(".side");
    if (state.selected === null) side.scrollTop = offset;
    else { if (byId("detail").dataset.id === undefined) offset = side.scrollTop; side.scrollTop = 0; }
    if (state.selected === null) delete byId("detail").dataset.id;
    else byId("detail").dataset.id = state.selected;
    if (state.selected !== null && matchMedia("(max-width: 860px)").matches) byId("detail").scrollIntoView({ block: "start" });
  });
}

function buildSearch() {
  const box = byId("search");
  box.addEventListener("input", () => update({ search: box.value.trim(), tab: "things", selected: null }));
  box.addEventListener("keydown", (key) => {
    const first = things.filter(matches)[0];
    if (key.key === "Enter" && first) select(Number(byId("things").querySelector("[data-id]").dataset.id));
  });
  document.addEventListener("keydown", (key) => {
    const typing = /^(INPUT|SELECT|TEXTAREA)$/.test(document.activeElement.tagName);
    if (key.key === "/" && !typing && !key.ctrlKey && !key.metaKey) { key.preventDefault(); box.focus(); }
    if (key.key === "Escape" && state.selected !== null) update({ selected: null });
  });
}

function buildClock() {
  const range = byId("clock-range");
  if (!changes.length) return byId("clock").remove();
  const show = () => {
    const ms = state.time_ms === null ? data.now_ms : state.time_ms;
    byId("clock-text").textContent = when(ms);
    byId("clock-now").disabled = state.time_ms === null;
    range.setAttribute("aria-valuetext", when(ms));
    if (state.time_ms === null) range.value = range.max;
  };
  range.addEventListener("input", () => {
    const part = range.value / range.max;
    update({ time_ms: part >= 1 ? null : Math.round(data.first_ms + part * spanMs) });
  });
  byId("clock-now").addEventListener("click", () => update({ time_ms: null }));
  const mark = (change) => {
    const tick = el("span", { class: kindOf(change) });
    tick.style.left = `${share(change.latest_ms)}%`;
    return tick;
  };
  const places = new Map(changes.map((change) => [`${kindOf(change)} ${Math.round(2 * share(change.latest_ms))}`, change]));
  byId("clock-marks").append(...[...places.values()].map(mark));
  watch(["time_ms"], show);
  show();
}

function followAddress() {
  const found = /^#thing-(\d+)$/.exec(location.hash);
  select(found ? Number(found[1]) : null);
}

buildPlan();
buildThings();
buildChanges();
buildDetail();
buildTabs();
buildSearch();
buildClock();
summary();
watch(["selected"], () => {
  const wanted = state.selected === null ? "" : `#thing-${state.selected}`;
  if (location.hash !== wanted) history.replaceState(null, "", wanted || location.pathname + location.search);
});
addEventListener("hashchange", followAddress);
addEventListener("beforeprint", () => { thingsShown = changesShown = 5000; drawThings(); drawChanges(); });
followAddress();
showPanels();
document.documentElement.classList.add("is-ready");
