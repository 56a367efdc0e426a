// What is shown: one state, and who wants to know when it changes.

const things = data.things;
const thingById = new Map(things.map((thing) => [thing.id, thing]));
// At the first look everything is new; that is no change.
const changes = data.changes.filter((change) => change.earliest_ms > 0 && !change.found_again);
const changedIds = new Set(changes.map((change) => change.id));
const latelyIds = new Set(changes.filter((change) => change.latest_ms > data.now_ms - DAY_MS).map((change) => change.id));
const rooms = data.floors.flatMap((floor, number) => floor.rooms.map((room) => ({ ...room, floor: number })));
const hueOf = new Map(rooms.map((room, number) => [room.name, number % 12]));

const state = {
  tab: "things",
  selected: null, // identity of a thing
  hovered: null,
  room: "", // name of a room, or ""
  search: "",
  floor: 0,
  time_ms: null, // null: now
};
const watchers = [];

function watch(names, draw) {
  watchers.push({ names, draw });
}

function update(patch) {
  const changed = Object.keys(patch).filter((name) => state[name] !== patch[name]);
  if (!changed.length) return;
  Object.assign(state, patch);
  for (const { names, draw } of watchers) if (changed.some((name) => names.includes(name))) draw();
}

function select(id) {
  const thing = thingById.get(id);
  if (!thing) return update({ selected: null });
  const last = thing.stays[thing.stays.length - 1];
  update({ selected: id, hovered: null, floor: (last || thing).floor });
}

// Where a thing was then; null where that is not known.
function stayAt(thing, ms) {
  for (let n = thing.stays.length - 1; n >= 0; n--) {
    const stay = thing.stays[n];
    if (ms === null ? stay.to_ms === null : stay.from_ms <= ms && (stay.to_ms === null || ms < stay.to_ms))
      return stay;
  }
  return null;
}

function lastPlace(thing) {
  return stayAt(thing, null) || thing.stays[thing.stays.length - 1] || { room: "", support: "", relation: "", at: thing.at, floor: thing.floor };
}

function isGone(thing) {
  return thing.status === "gone";
}
