// What changed: by day, then by room, with filters.

const KINDS = { moved: ["Moved", "\u2192"], appeared: ["New", "+"], vanished: ["Gone", "\u2212"], altered: ["State", "\u25d0"] };
const kindOf = (change) => (change.kind in KINDS ? change.kind : "altered");
const filter = { kinds: new Set(Object.keys(KINDS)), room: "", day: null, text: "" };
let changesShown = PAGE;

const roomOf = (change) => ((change.after || change.before || {}).room) || "Elsewhere";

function passes(change) {
  const roomsOf = [change.before, change.after].map((where) => where && where.room);
  const text = folded([change.label, ...[change.before, change.after].map((where) => (where ? placeText(where) : ""))].join(" "));
  return filter.kinds.has(kindOf(change)) && (!filter.room || roomsOf.includes(filter.room))
    && (filter.day === null || dayKey(change.latest_ms) === filter.day)
    && folded(filter.text).split(/\s+/).every((word) => text.includes(word));
}

function drawChanges() {
  const found = changes.filter(passes).reverse();
  const parts = [];
  let [day, room] = [null, null];
  for (const change of ordered(found).slice(0, changesShown)) {
    if (dayKey(change.latest_ms) !== day) {
      [day, room] = [dayKey(change.latest_ms), null];
      parts.push(el("h2", { class: "day" }, dayName(change.latest_ms)));
    }
    if (roomOf(change) !== room) {
      room = roomOf(change);
      parts.push(el("h3", { class: "group" }, named(capital(room))), el("ul", { class: "lines" }));
    }
    last(parts).append(event(change, { withName: true }));
  }
  if (!found.length) parts.push(el("p", { class: "notice" }, changes.length ? "No change is like this." : "Nothing has changed since the first look."));
  if (found.length > changesShown)
    parts.push(el("button", { type: "button", class: "more", onclick: () => { changesShown += PAGE; drawChanges(); } },
      `Show ${Math.min(PAGE, found.length - changesShown)} more of ${found.length}`));
  byId("change-list").replaceChildren(...parts);
  byId("tab-changes").querySelector(".count").textContent = String(found.length);
}

// The newest day first; in a day by room, and in a room the newest first.
function ordered(found) {
  return [...found].sort((a, b) => compare([-dayKey(a.latest_ms), roomOf(a), -a.latest_ms], [-dayKey(b.latest_ms), roomOf(b), -b.latest_ms]));
}

function event(change, { withName }) {
  const [word, sign] = KINDS[kindOf(change)];
  const name = withName ? el("button", { type: "button", class: "link label", onclick: () => select(change.id),
    onpointerenter: () => update({ hovered: change.id }), onpointerleave: () => update({ hovered: null }) }, named(change.label)) : null;
  return el("li", { class: "event", "data-kind": change.kind },
    el("span", { class: `sign ${kindOf(change)}`, title: word, "aria-hidden": "true" }, sign),
    el("span", { class: "words" }, name, el("span", { class: "quiet" }, happened(change))),
    el("span", { class: "quiet number" }, between(change.earliest_ms, change.latest_ms)));
}

function happened(change) {
  const { before, after } = change;
  const here = { withRoom: false };
  if (change.kind === "vanished") return ["gone, was ", place(before || {}, here)];
  if (change.kind === "appeared") return ["new, ", place(after || {}, here)];
  if (change.kind !== "moved") {
    const words = change.kind === "altered" ? "in another state" : change.kind.replace("_", " ");
    return after || before ? [words, ", ", place(after || before, here)] : words;
  }
  const apart = before && after && before.room !== after.room;
  return ["moved from ", before ? from(before, apart) : "elsewhere", " to ", after ? from(after, false) : "elsewhere"];
}

// "the sofa" or "the kitchen"
function from(where, withRoom) {
  if (!where.support) return where.room ? the(where.room) : "elsewhere";
  return [the(where.support), withRoom && where.room ? [" (", named(where.room), ")"] : ""];
}

function refilter(patch) {
  Object.assign(filter, patch);
  changesShown = PAGE;
  drawChanges();
}

function buildFilters() {
  const roomsSeen = [...new Set(changes.flatMap((change) => [change.before, change.after].map((where) => where && where.room)))].filter(Boolean).sort();
  const seen = new Set(changes.map(kindOf));
  const kinds = Object.entries(KINDS).filter(([kind]) => seen.has(kind)).map(([kind, [word, sign]]) => el("button", {
    type: "button", class: "chip", "aria-pressed": true, "data-kind": kind, onclick: (click) => {
      const pressed = filter.kinds.has(kind);
      if (pressed) filter.kinds.delete(kind);
      else filter.kinds.add(kind);
      click.currentTarget.setAttribute("aria-pressed", String(!pressed));
      refilter({});
    },
  }, el("span", { class: `sign ${kind}`, "aria-hidden": "true" }, sign), word));
  const rooms = el("select", { "aria-label": "Room", onchange: (change) => refilter({ room: change.target.value }) },
    el("option", { value: "" }, "All rooms"), roomsSeen.map((room) => el("option", { value: room }, room)));
  const text = el("input", { type: "search", id: "change-search", placeholder: "Filter", "aria-label": "Filter changes",
    oninput: (input) => refilter({ text: input.target.value.trim() }) });
  return el("div", { class: "filters" }, el("div", { class: "chips" }, kinds, rooms, text), days());
}

// How much happened on each day; a click shows that day alone.
function days() {
  const counts = new Map();
  for (const change of changes) counts.set(dayKey(change.latest_ms), (counts.get(dayKey(change.latest_ms)) || 0) + 1);
  const [low, high] = [dayKey(data.first_ms), dayKey(data.now_ms)];
  if (high <= low || high - low > 120) return "";
  const most = Math.max(...counts.values(), 1);
  const box = el("div", { class: "days", role: "group", "aria-label": "Day" });
  for (let day = low; day <= high; day++) {
    const ms = day * DAY_MS - data.zone_min * 60000;
    const bar = el("span", {});
    bar.style.height = `${counts.has(day) ? Math.max((100 * counts.get(day)) / most, 8) : 0}%`;
    box.append(el("button", { type: "button", title: `${dayName(ms)}: ${counted(counts.get(day) || 0, "change")}`, "aria-label": dayName(ms),
      "aria-pressed": false, onclick: (click) => {
        const day_ = filter.day === day ? null : day;
        for (const other of box.children) other.setAttribute("aria-pressed", String(other === click.currentTarget && day_ !== null));
        refilter({ day: day_ });
      } }, bar));
  }
  const ends = el("div", { class: "ends quiet small" }, el("span", {}, dayShort(data.first_ms)), el("span", {}, dayShort(data.now_ms)));
  return el("div", {}, box, ends);
}

function buildChanges() {
  byId("changes").append(changes.length > 1 ? buildFilters() : "", el("div", { id: "change-list" }));
  drawChanges();
}
