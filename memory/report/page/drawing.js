// Things, names and trails on the plan, in pixels, so that they stay the same size.

let shown = []; // {thing, stay, node}

function drawDots() {
  shown = things.flatMap((thing) => {
    let stay = stayAt(thing, state.time_ms);
    if (!stay && thing.id === state.selected) stay = lastPlace(thing);
    return stay && stay.floor === state.floor ? [{ thing, stay, node: dot(thing, stay) }] : [];
  });
  const rank = ({ thing }) => (thing.id === state.selected ? 2 : thing.is_furniture ? 0 : 1);
  shown.sort((a, b) => rank(a) - rank(b));
  plan.dots.replaceChildren(...shown.map(({ node }) => node));
  plan.root.classList.toggle("is-choosing", state.selected !== null);
  for (const shape of plan.ground.querySelectorAll(".room"))
    shape.classList.toggle("is-chosen", shape.dataset.room === state.room);
  placeAll();
}

function dot(thing, stay) {
  const there = stayAt(thing, state.time_ms) !== null;
  const kind = [thing.is_furniture ? "furniture" : "thing", latelyIds.has(thing.id) && "changed",
    thing.id === state.selected && "selected", !there && "absent"].filter(Boolean).join(" ");
  const mark = thing.is_furniture ? svg("rect", { rx: 2 }) : svg("circle", { r: thing.id === state.selected ? 6.5 : 4.5 });
  return svg("g", {
    class: kind, "data-id": thing.id,
    onpointerenter: () => update({ hovered: thing.id }),
    onpointerleave: () => update({ hovered: null }),
    onclick: () => select(thing.id),
  }, mark);
}

function placeAll() {
  if (!plan.root || !plan.width) return;
  const { x, y, scale } = plan.view;
  plan.ground.setAttribute("transform",
    `translate(${plan.width / 2 - x * scale} ${plan.height / 2 + y * scale}) scale(${scale})`);
  for (const { thing, stay, node } of shown) placeDot(thing, stay, node);
  drawTrail();
  drawNames();
  drawScale();
}

function drawScale() {
  const metres = [0.1, 0.2, 0.5, 1, 2, 5, 10, 20, 50].find((each) => each * plan.view.scale >= 40) || 100;
  const box = byId("scale");
  box.style.width = `${metres * plan.view.scale}px`;
  box.textContent = `${metres} m`;
}

function placeDot(thing, stay, node) {
  const [px, py] = toPx(stay.at);
  const mark = node.firstChild;
  if (!thing.is_furniture) return node.setAttribute("transform", `translate(${px} ${py})`);
  const [wide, deep] = thing.footprint.map((size) => Math.max(size * plan.view.scale, 5));
  for (const [name, value] of Object.entries({ x: px - wide / 2, y: py - deep / 2, width: wide, height: deep }))
    mark.setAttribute(name, value);
}

// Names of rooms first, then of things, as far as there is room for them.
function drawNames() {
  const taken = [];
  const names = [];
  const words = []; // what is written; in a crowd names of rooms lie over points
  const free = (box, blocks) => box[0] >= 2 && box[2] <= plan.width - 2 && box[1] >= 2 && box[3] <= plan.height - 2
    && !blocks.some((other) => box[0] < other[2] && box[2] > other[0] && box[1] < other[3] && box[3] > other[1]);
  const write = (text, candidates, attributes, blocks = taken) => {
    for (const [x, y, box, anchor] of candidates)
      if (free(box, blocks)) {
        taken.push(box);
        words.push(box);
        return names.push(svg("text", { x, y, "text-anchor": anchor, ...attributes }, text));
      }
  };
  for (const { stay, thing } of shown)
    if (!thing.is_furniture) {
      const [x, y] = toPx(stay.at);
      taken.push([x - 5, y - 5, x + 5, y + 5]);
    }
  taken.push(...trailBoxes());
  const order = shown.filter(({ thing }) => !thing.is_furniture).reverse()
    .sort((a, b) => weight(b.thing) - weight(a.thing));
  for (const { thing, stay } of order.filter(({ thing }) => weight(thing) > 0))
    write(thing.label, around(toPx(stay.at), thing.label, 6.8, thing.id === state.selected ? 6 : 0), { class: `name ${thing.id === state.selected ? "chosen" : "moved"}` });
  for (const room of data.floors[state.floor].rooms) nameRoom(room, write, words);
  if (state.selected === null)
    for (const { thing, stay } of order.filter(({ thing }) => weight(thing) === 0))
      write(thing.label, around(toPx(stay.at), thing.label, 6), { class: "name" });
  plan.names.replaceChildren(...names);
}

function weight(thing) {
  if (thing.id === state.selected) return 3;
  if (thing.id === state.hovered) return 2;
  return state.selected === null && latelyIds.has(thing.id) ? 1 : 0;
}

function nameRoom(room, write, words) {
  const [x, y] = toPx(room.middle);
  const half = room.name.length * 4.4 + 4;
  const spots = [0, -22, 22, -44, 44, 66, -66].map((dy) => [x, y + dy, [x - half, y + dy - 13, x + half, y + dy + 5]]);
  write(room.name, spots, { class: "room-name" }) || write(room.name, spots, { class: "room-name" }, words);
}

// Where the name of a point may be written, and the box that it takes up there.
function around([x, y], text, per, gap = 0) {
  const long = Math.min(text.length, 40) * per + 4;
  const [right, left, above, below] = [x + 9 + gap, x - 9 - gap, y - 9 - gap, y + 18 + gap];
  return [
    [right, y + 4, [right - 1, y - 8, right + long, y + 7]],
    [left, y + 4, [left - long, y - 8, left + 1, y + 7], "end"],
    [x, above, [x - long / 2, above - 12, x + long / 2, above + 3], "middle"],
    [x, below, [x - long / 2, below - 11, x + long / 2, below + 4], "middle"],
  ];
}

const MOST_STEPS = 12;

// Places of a thing in turn; where it stayed put there is one.
function stepsOf(thing) {
  const steps = [];
  thing.stays.forEach((stay, number) => {
    const last = steps[steps.length - 1];
    const apart = last ? Math.hypot(stay.at[0] - last.at[0], stay.at[1] - last.at[1]) : 1;
    if (!last || apart > 0.25 || stay.floor !== last.floor) steps.push({ at: stay.at, floor: stay.floor, stays: [number] });
    else last.stays.push(number);
  });
  return steps;
}

function visibleSteps() {
  const thing = thingById.get(state.selected);
  if (!thing) return [];
  const steps = stepsOf(thing).map((step, number) => ({ ...step, number: number + 1 }));
  return steps.slice(-MOST_STEPS).filter((step) => step.floor === state.floor);
}

function drawTrail() {
  const steps = visibleSteps();
  const parts = [];
  if (steps.length > 1) {
    const px = steps.map((step) => toPx(step.at));
    for (let n = 1; n < px.length; n++) parts.push(leg(px[n - 1], px[n], n / px.length));
    px.forEach(([x, y], n) => parts.push(svg("g", { class: `step${n === px.length - 1 ? " last" : ""}`, transform: `translate(${x} ${y})` },
      svg("circle", { r: 9 }), svg("text", { y: 3.5 }, String(steps[n].number)))));
  }
  plan.trail.replaceChildren(...parts);
}

function trailBoxes() {
  return visibleSteps().map((step) => toPx(step.at)).map(([x, y]) => [x - 11, y - 11, x + 11, y + 11]);
}

// A gentle bow from one place to the next, so that there and back differ.
function leg([x0, y0], [x1, y1], age) {
  const [dx, dy] = [x1 - x0, y1 - y0];
  const long = Math.max(Math.hypot(dx, dy), 1);
  const [mx, my] = [(x0 + x1) / 2 - dy * 0.12, (y0 + y1) / 2 + dx * 0.12];
  const cut = (x, y, d) => { const l = Math.max(Math.hypot(mx - x, my - y), 1); return [x + (mx - x) / l * d, y + (my - y) / l * d]; };
  const gap = Math.min(12, long / 4);
  const [ax, ay] = cut(x0, y0, gap);
  const [bx, by] = cut(x1, y1, gap);
  return svg("path", { d: `M${ax} ${ay} Q${mx} ${my} ${bx} ${by}`, "marker-end": "url(#arrow)", opacity: 0.45 + 0.55 * age });
}

function markHovered() {
  const id = state.hovered;
  for (const { thing, node } of shown) node.classList.toggle("hovered", thing.id === id);
  const found = shown.find(({ thing }) => thing.id === id);
  const tip = byId("tip");
  tip.hidden = !found;
  if (!found) return;
  const { thing, stay } = found;
  tip.replaceChildren(named(thing.label, { class: "tip-name" }), el("span", {}, place(stay)),
    el("span", { class: "quiet" }, stayAt(thing, state.time_ms) ? `since ${when(stay.from_ms)}` : `until ${when(stay.to_ms)}`));
  const [x, y] = toPx(stay.at);
  const box = byId("plan");
  const left = Math.min(Math.max(x - tip.offsetWidth / 2, 4), plan.width - tip.offsetWidth - 4);
  const above = y - tip.offsetHeight - 12;
  tip.style.left = `${box.offsetLeft + left}px`;
  tip.style.top = `${box.offsetTop + (above > 4 ? above : y + 14)}px`;
}
