// The plan: what is seen from above, rooms, furniture and things; moved and zoomed by hand.

const TOOLS_PX = 44; // the buttons above the plan
const plan = { view: { x: 0, y: 0, scale: 50 }, width: 0, height: 0, fitted: true };

function toPx([right, forward]) {
  const { x, y, scale } = plan.view;
  return [(right - x) * scale + plan.width / 2, (y - forward) * scale + plan.height / 2];
}

function fitScale() {
  const { low, high } = data.floors[state.floor];
  return Math.min(plan.width / (high[0] - low[0] + 0.3), (plan.height - TOOLS_PX) / (high[1] - low[1] + 0.3));
}

function fit() {
  const { low, high } = data.floors[state.floor];
  const scale = fitScale();
  plan.view = { x: (low[0] + high[0]) / 2, y: (low[1] + high[1]) / 2 + TOOLS_PX / 2 / scale, scale };
  plan.fitted = true;
  placeAll();
}

function zoom(factor, at = [plan.width / 2, plan.height / 2]) {
  const view = plan.view;
  const scale = Math.min(Math.max(view.scale * factor, 0.7 * fitScale()), 12 * fitScale());
  const [dx, dy] = [at[0] - plan.width / 2, at[1] - plan.height / 2];
  view.x += dx / view.scale - dx / scale;
  view.y -= dy / view.scale - dy / scale;
  view.scale = scale;
  plan.fitted = false;
  placeAll();
}

function buildPlan() {
  plan.ground = svg("g", { class: "ground" });
  plan.trail = svg("g", { class: "trail" });
  plan.dots = svg("g", { class: "dots" });
  plan.names = svg("g", { class: "names" });
  const arrow = svg("marker", { id: "arrow", viewBox: "0 0 8 8", refX: 7, refY: 4, markerWidth: 7, markerHeight: 7, orient: "auto" },
    svg("path", { d: "M0 0.5 L8 4 L0 7.5 Z", class: "arrow" }));
  plan.root = svg("svg", { role: "img", "aria-label": "Plan of the home from above. The lists beside it say the same." },
    svg("defs", {}, arrow), plan.ground, plan.names, plan.trail, plan.dots);
  byId("plan").append(plan.root);
  const { low, high } = data.floors[0];
  byId("plan").style.setProperty("--shape", (high[0] - low[0]) / (high[1] - low[1] + 1));
  listenToHands(plan.root);
  new ResizeObserver(measure).observe(byId("plan"));
  byId("zoom-in").addEventListener("click", () => zoom(1.5));
  byId("zoom-out").addEventListener("click", () => zoom(1 / 1.5));
  byId("zoom-fit").addEventListener("click", fit);
  buildFloors();
  watch(["floor"], () => { drawGround(); fit(); drawDots(); });
  watch(["time_ms", "selected", "room"], drawDots);
  watch(["hovered"], markHovered);
  measure();
  drawGround();
  drawDots();
}

function measure() {
  const box = byId("plan").getBoundingClientRect();
  if (!box.width || !box.height) return;
  [plan.width, plan.height] = [box.width, box.height];
  plan.root.setAttribute("viewBox", `0 0 ${box.width} ${box.height}`);
  if (plan.fitted) fit();
  else placeAll();
}

function buildFloors() {
  const group = byId("floors");
  if (data.floors.length < 2) return group.remove();
  data.floors.forEach((_, number) => group.append(el("button", {
    type: "button", "aria-pressed": number === state.floor, onclick: () => update({ floor: number }),
  }, `Floor ${number}`)));
  watch(["floor"], () => [...group.children].forEach((button, number) =>
    button.setAttribute("aria-pressed", String(number === state.floor))));
}

// Pointers: one drags, two pinch; a wheel zooms.
function listenToHands(root) {
  const held = new Map();
  const at = (event) => {
    const box = root.getBoundingClientRect();
    return [event.clientX - box.left, event.clientY - box.top];
  };
  root.addEventListener("wheel", (event) => {
    event.preventDefault();
    zoom(Math.exp(-event.deltaY / 500), at(event));
  }, { passive: false });
  root.addEventListener("pointerdown", (event) => held.set(event.pointerId, at(event)));
  root.addEventListener("pointermove", (event) => {
    const before = held.get(event.pointerId);
    if (!before) return;
    const now = at(event);
    held.set(event.pointerId, now);
    if (held.size === 1) {
      plan.view.x -= (now[0] - before[0]) / plan.view.scale;
      plan.view.y += (now[1] - before[1]) / plan.view.scale;
      plan.fitted = false;
      placeAll();
    } else if (held.size === 2) {
      const [other] = [...held].filter(([id]) => id !== event.pointerId).map(([, point]) => point);
      const apart = (point) => Math.hypot(point[0] - other[0], point[1] - other[1]);
      zoom(apart(now) / Math.max(apart(before), 1), other);
    }
  });
  for (const name of ["pointerup", "pointercancel", "pointerleave"])
    root.addEventListener(name, (event) => held.delete(event.pointerId));
}

// The ground is drawn in metres, y downwards, and turned into pixels by one transform.
function drawGround() {
  const floor = data.floors[state.floor];
  const points = (outline) => outline.map(([x, y]) => `${x},${-y}`).join(" ");
  const picture = floor.picture && svg("image", {
    href: floor.picture, x: floor.low[0], y: -floor.high[1], width: floor.high[0] - floor.low[0],
    height: floor.high[1] - floor.low[1], preserveAspectRatio: "none", class: "picture",
  });
  const shapes = floor.rooms.map((room) => svg("polygon", {
    points: points(room.outline), class: `room hue-${hueOf.get(room.name)}`, "data-room": room.name,
    onclick: () => update({ room: state.room === room.name ? "" : room.name, tab: "things", selected: null }),
  }));
  const doors = floor.doors.map(([x, y]) => svg("circle", { cx: x, cy: -y, r: 0.05, class: "door" }));
  plan.ground.replaceChildren(...[picture, ...shapes, ...doors].filter(Boolean));
  placeAll();
}
