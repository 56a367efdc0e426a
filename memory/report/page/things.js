// The list of things: by room, those that are gone at the end.

const PAGE = 150;
let thingsShown = PAGE;

function matches(thing) {
  const words = folded(state.search).split(/\s+/).filter(Boolean);
  const text = folded(`${thing.label} ${lastPlace(thing).room} ${lastPlace(thing).support}`);
  const inRoom = !state.room || (lastPlace(thing).room === state.room && !isGone(thing));
  return inRoom && words.every((word) => text.includes(word));
}

function drawThings() {
  const found = things.filter(matches);
  const groups = new Map();
  for (const thing of found) {
    const key = isGone(thing) ? "\uffff" : lastPlace(thing).room || "\ufffe";
    if (!groups.has(key)) groups.set(key, []);
    groups.get(key).push(thing);
  }
  const order = (thing) => [thing.label.toLowerCase(), thing.id];
  const parts = state.room ? [roomChip()] : [];
  let left = thingsShown;
  const rank = (key) => [Number(key === "\uffff") * 2 + Number(key === "\ufffe"), key];
  for (const key of [...groups.keys()].sort((a, b) => compare(rank(a), rank(b)))) {
    if (left <= 0) break;
    const listed = groups.get(key).sort((a, b) => compare(order(a), order(b)));
    const [furniture, carried] = [listed.filter((thing) => thing.is_furniture), listed.filter((thing) => !thing.is_furniture)];
    parts.push(el("h2", { class: "group" }, el("span", {}, hueOf.has(key) ? el("span", { class: `swatch hue-${hueOf.get(key)}` }) : null, groupName(key)), el("span", { class: "count" }, String(carried.length))),
      el("ul", { class: "list" }, carried.slice(0, left).map(thingRow)));
    left -= carried.length;
    if (furniture.length) parts.push(folds(furniture, key));
  }
  if (!found.length) parts.push(el("p", { class: "notice" }, emptyWords()));
  if (found.length > thingsShown)
    parts.push(el("button", { type: "button", class: "more", onclick: () => { thingsShown += PAGE; drawThings(); } },
      `Show ${Math.min(PAGE, found.length - thingsShown)} more of ${found.length}`));
  byId("things").replaceChildren(...parts);
  byId("tab-things").querySelector(".count").textContent = String(found.filter((thing) => !thing.is_furniture).length);
}

const unfolded = new Set();

// Furniture stays where it is: it is there for who wants it.
function folds(furniture, key) {
  const box = el("details", { class: "fold", open: unfolded.has(key) || state.search !== "" || furniture.length === things.length },
    el("summary", {}, counted(furniture.length, "piece of furniture", "pieces of furniture")),
    el("ul", { class: "list" }, furniture.slice(0, PAGE).map(thingRow)));
  box.addEventListener("toggle", () => (box.open ? unfolded.add(key) : unfolded.delete(key)));
  return box;
}

function emptyWords() {
  if (!things.length) return "No things are known yet. Map a recording of a home, and make the report again.";
  return state.search ? `Nothing is called \u201c${state.search}\u201d.` : "Nothing is known to be here.";
}

function groupName(key) {
  if (key === "\uffff") return "Not there any more";
  if (key === "\ufffe") return rooms.length ? "Elsewhere" : "Everything";
  return named(capital(key));
}

function roomChip() {
  return el("div", { class: "chips" }, el("button", {
    type: "button", class: "chip", "aria-label": "Show all rooms", onclick: () => update({ room: "" }),
  }, named(state.room), " \u00d7"));
}

const collator = new Intl.Collator("en", { numeric: true });

function compare(a, b) {
  for (let n = 0; n < a.length; n++) {
    const apart = typeof a[n] === "string" ? collator.compare(a[n], b[n]) : a[n] - b[n];
    if (apart) return apart;
  }
  return 0;
}

function thingRow(thing) {
  const where = lastPlace(thing);
  return el("li", {}, el("button", {
    type: "button", class: `thing-row${thing.is_furniture ? " is-furniture" : ""}`, "data-id": thing.id,
    onclick: () => select(thing.id),
    onpointerenter: () => update({ hovered: thing.id }),
    onpointerleave: () => update({ hovered: null }),
    onfocus: () => update({ hovered: thing.id }),
    onblur: () => update({ hovered: null }),
  }, thumb(thing),
  el("span", { class: "words" },
    named(thing.label, { class: "label" }),
    el("span", { class: "quiet" }, isGone(thing) ? ["was ", place(where)] : support(where) || (thing.is_furniture ? "" : "in the room"))),
  el("span", { class: "quiet number" }, isGone(thing) ? `gone, ${when(lastPlace(thing).to_ms || thing.last_seen_ms)}`
    : changedIds.has(thing.id) ? `since ${when(where.from_ms)}` : "")));
}

// The part of a picture around the thing, as a square.
function thumb(thing) {
  const photo = thing.photos[0];
  const box = el("span", { class: "thumb" });
  if (!photo) return box;
  const [wide, high] = photo.size_px;
  const [left, top, right, lower] = photo.box;
  const side = Math.min(Math.max((right - left) * wide, (lower - top) * high, wide / 5) * 1.4, wide, high);
  const at = (middle, size) => -Math.min(Math.max(middle * size - side / 2, 0), size - side) / side;
  const image = el("img", { src: photo.src, alt: "", decoding: "async" });
  Object.assign(image.style, { width: `${(100 * wide) / side}%`, left: `${100 * at((left + right) / 2, wide)}%`, top: `${100 * at((top + lower) / 2, high)}%` });
  box.append(image);
  return box;
}

function buildThings() {
  watch(["search", "room"], () => { thingsShown = PAGE; drawThings(); });
  drawThings();
}
