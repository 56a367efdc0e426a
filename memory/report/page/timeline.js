// Where a thing was: a row for each place, bars for its stays, a scale of time below.

const STEPS_MS = [1e3, 5e3, 1e4, 3e4, 6e4, 3e5, 6e5, 9e5, 18e5, 36e5, 72e5, 108e5, 216e5, 432e5,
  DAY_MS, 2 * DAY_MS, 7 * DAY_MS, 14 * DAY_MS, 28 * DAY_MS, 91 * DAY_MS, 365 * DAY_MS];
const MOST_ROWS = 12;

function share(ms) {
  return Math.min(Math.max((ms - data.first_ms) / spanMs, 0), 1) * 100;
}

function ticks(most) {
  const step = STEPS_MS.find((length) => spanMs / length <= most) || spanMs;
  const zone = isWall ? data.zone_min * 60000 : -data.first_ms;
  const marks = [];
  for (let ms = Math.ceil((data.first_ms + zone) / step) * step - zone; ms <= data.now_ms; ms += step)
    marks.push({ ms, text: step >= DAY_MS ? dayShort(ms) : clock(ms) });
  return marks;
}

function timeline(thing) {
  const rows = new Map();
  const steps = stepsOf(thing);
  thing.stays.forEach((stay, number) => {
    const key = placeText(stay);
    if (!rows.has(key)) rows.set(key, { where: stay, stays: [] });
    const step = steps.length > 1 ? steps.findIndex((each) => each.stays.includes(number)) + 1 : 0;
    rows.get(key).stays.push({ ...stay, step });
  });
  const listed = [...rows.values()].sort((a, b) => last(b.stays).from_ms - last(a.stays).from_ms);
  const box = el("div", { class: "timeline", role: "list", "aria-label": "Where it was" });
  const draw = (most) => {
    const hidden = listed.length - most;
    box.replaceChildren(...listed.slice(0, most).map(row), axis(),
      hidden > 0 ? el("button", { type: "button", class: "more", onclick: () => draw(listed.length) },
        `${counted(hidden, "earlier place")}`) : "");
  };
  draw(listed.length > MOST_ROWS + 2 ? MOST_ROWS : listed.length);
  return box;
}

function last(list) {
  return list[list.length - 1];
}

function row({ where, stays }) {
  const total = stays.reduce((sum, stay) => sum + (stay.to_ms === null ? data.now_ms : stay.to_ms) - stay.from_ms, 0);
  return el("div", { class: "row", role: "listitem" },
    el("div", { class: "row-head" },
      el("span", { class: "where" }, where.support ? support(where) : named(where.room || "no known room"),
        where.support && where.room ? el("span", { class: "quiet" }, " \u00b7 ", named(where.room)) : null),
      el("span", { class: "quiet number" }, lasting(total))),
    svg("svg", { class: "bars", height: 18, role: "img", "aria-label": stays.map(said).join("; ") },
      svg("rect", { class: "track", width: "100%", height: 12, y: 3, rx: 3 }), stays.map(bar)));
}

function said(stay) {
  return `from ${when(stay.from_ms)} ${stay.to_ms === null ? "on" : `until ${when(stay.to_ms)}`}`;
}

// Solid while it was seen there; pale from then until it was seen to be gone.
function bar(stay) {
  const hue = `hue-${hueOf.has(stay.room) ? hueOf.get(stay.room) : "none"}`;
  const end = stay.to_ms === null ? data.now_ms : stay.to_ms;
  const sure = Math.min(Math.max(stay.last_seen_ms, stay.from_ms), end);
  const span = (from, to, kind) => svg("rect", { class: `${kind} ${hue}`, x: `${share(from)}%`, y: 3, height: 12, rx: 3,
    width: `${Math.max(share(to) - share(from), 0.8)}%` });
  const x = share(stay.from_ms);
  return svg("g", { class: "bar" }, svg("title", {}, said(stay)),
    sure < end ? span(stay.from_ms, end, "maybe") : null, span(stay.from_ms, sure, "sure"),
    stay.step && share(sure) - x > 5 ? svg("text", { x: `${x + 1.2}%`, y: 12.5 }, String(stay.step)) : null);
}

function axis() {
  const marks = ticks(5);
  const placed = marks.map(({ ms, text }) => {
    const at = share(ms);
    const anchor = at < 6 ? "start" : at > 94 ? "end" : "middle";
    return [svg("line", { x1: `${at}%`, x2: `${at}%`, y1: 0, y2: 4 }),
      svg("text", { x: `${at}%`, y: 15, "text-anchor": anchor }, text)];
  });
  return svg("svg", { class: "axis", height: 18, "aria-hidden": "true" },
    svg("line", { x1: 0, x2: "100%", y1: 0.5, y2: 0.5 }), placed);
}
