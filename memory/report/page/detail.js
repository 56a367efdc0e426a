// One thing: where it is, pictures of it, where it was, what holds of it, what happened to it.

const MOST_RELATIONS = 12;
const MOST_EVENTS = 12;

function drawDetail() {
  const thing = thingById.get(state.selected);
  const panel = byId("detail");
  if (!thing) return panel.replaceChildren();
  const own = changes.filter((change) => change.id === thing.id);
  panel.replaceChildren(
    el("button", { type: "button", class: "back", onclick: () => update({ selected: null }) }, "\u2039 Back"),
    el("h2", { class: "thing-name", tabindex: -1 }, named(capital(thing.label)), el("span", { class: "id" }, `#${thing.id}`)),
    now(thing),
    thing.photos.length ? photos(thing) : "",
    thing.stays.length ? part("Where it was", timeline(thing), legend(thing)) : "",
    own.length ? part("What happened", capped([...own].reverse(), MOST_EVENTS, (change) => event(change, { withName: false }))) : "",
    thing.relations.length ? part("Relations", capped(thing.relations, MOST_RELATIONS, relation)) : "",
    thing.states.length ? part("What it is like", capped(thing.states, MOST_RELATIONS, relation)) : "",
    facts(thing));
}

function part(heading, ...children) {
  return el("section", { class: "part" }, el("h3", {}, heading), ...children);
}

function now(thing) {
  const where = lastPlace(thing);
  if (isGone(thing))
    return el("p", { class: "now gone" }, "Not there any more. It was ", place(where),
      where.to_ms ? ` until ${when(where.to_ms)}` : "", ".");
  const meter = el("span", { class: "meter", role: "img", "aria-label": `probability ${percent(thing.probability)}` }, el("span", {}));
  meter.firstChild.style.width = percent(thing.probability);
  const unsure = thing.status === "unknown" ? "Not seen lately; it was " : "";
  return el("div", { class: "now" },
    el("p", {}, unsure, sentence(place(where), !unsure), where.from_ms ? `, since ${when(where.from_ms)}` : "", "."),
    el("p", { class: "sure" }, meter, el("strong", {}, percent(thing.probability)), el("span", { class: "quiet" }, "sure that it is there")));
}

function sentence(words, begins) {
  const flat = words.flat(3);
  if (begins && typeof flat[0] === "string") flat[0] = flat[0][0].toUpperCase() + flat[0].slice(1);
  return flat;
}

function photos(thing) {
  return el("div", { class: "photos" }, thing.photos.map((photo) => {
    const frame = el("span", { class: "frame" });
    const [left, top, right, lower] = photo.box.map((share) => `${100 * share}%`);
    Object.assign(frame.style, { left, top, width: `calc(${right} - ${left})`, height: `calc(${lower} - ${top})` });
    return el("figure", {}, el("span", { class: "picture-box" },
      el("img", { src: photo.src, width: photo.size_px[0], height: photo.size_px[1], alt: `${thing.label}, ${when(photo.stamp_ms)}` }), frame),
    el("figcaption", { class: "quiet" }, when(photo.stamp_ms)));
  }));
}

function legend(thing) {
  const unsure = thing.stays.some((stay) => (stay.to_ms === null ? data.now_ms : stay.to_ms) - stay.last_seen_ms > spanMs / 50);
  return unsure ? el("p", { class: "quiet small legend" }, "Solid: seen there. Pale: not looked at since.") : "";
}

function relation(link) {
  const other = link.other_id && thingById.has(link.other_id)
    ? el("button", { type: "button", class: "link", onclick: () => select(link.other_id) }, named(link.other)) : named(link.other);
  return el("li", { class: "relation" }, el("span", { class: "kind" }, link.relation), other,
    el("span", { class: "quiet number" }, link.is_remembered ? "not in sight" : "",
      link.since_ms === null ? "" : ` since ${when(link.since_ms)}`));
}

function capped(list, most, draw) {
  const box = el("ul", { class: "lines" });
  const show = (count) => box.replaceChildren(...list.slice(0, count).map(draw),
    list.length > count ? el("li", {}, el("button", { type: "button", class: "more", onclick: () => show(list.length) },
      `${list.length - count} more`)) : "");
  show(list.length > most + 2 ? most : list.length);
  return box;
}

function facts(thing) {
  const size = thing.size_m.some((edge) => edge > 0) ? thing.size_m.map((edge) => `${Math.round(100 * edge)}`).join(" \u00d7 ") + " cm" : "not known";
  const rows = [
    ["First seen", thing.first_seen_ms ? when(thing.first_seen_ms) : "never; it was told"],
    ["Last seen", thing.last_seen_ms ? when(thing.last_seen_ms) : "never; it was told"],
    ["Size", size],
    ["Position", thing.position_m.map((value) => value.toFixed(2)).join(", ") + " m"],
  ];
  return el("dl", { class: "facts" }, rows.map(([name, value]) => [el("dt", {}, name), el("dd", {}, value)]));
}

function buildDetail() {
  watch(["selected"], () => {
    drawDetail();
    const heading = byId("detail").querySelector("h2");
    if (heading) heading.focus({ preventScroll: true });
  });
  drawDetail();
}
