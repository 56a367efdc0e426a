"use strict";
// Elements, times and places in words. Names come in as text nodes only, never as markup.

const DAY_MS = 86400000;
const data = JSON.parse(document.getElementById("data").textContent);
const byId = (id) => document.getElementById(id);
const isWall = data.now_ms > Date.UTC(2000, 0, 1); // else the stamps count from some start
const spanMs = Math.max(data.now_ms - data.first_ms, 1);

function fill(node, attributes, children) {
  for (const [name, value] of Object.entries(attributes || {})) {
    if (value === null || value === undefined || value === false) continue;
    if (name.startsWith("on")) node.addEventListener(name.slice(2), value);
    else node.setAttribute(name, value === true ? "" : String(value));
  }
  node.append(...children.flat(3).filter((child) => child !== null && child !== undefined));
  return node;
}

function el(tag, attributes, ...children) {
  return fill(document.createElement(tag), attributes, children);
}

function svg(tag, attributes, ...children) {
  return fill(document.createElementNS("http://www.w3.org/2000/svg", tag), attributes, children);
}

function named(text, attributes) {
  return el("bdi", attributes, text);
}

const formats = {};

function formatted(ms, options) {
  const key = JSON.stringify(options);
  formats[key] = formats[key] || new Intl.DateTimeFormat("en-GB", { ...options, timeZone: "UTC" });
  return formats[key].format(new Date(ms + data.zone_min * 60000));
}

function elapsed(ms) {
  const s = Math.round((ms - data.first_ms) / 1000);
  const two = (value) => String(value).padStart(2, "0");
  const [h, m] = [Math.floor(s / 3600), Math.floor(s / 60) % 60];
  return h ? `${h}:${two(m)}:${two(s % 60)}` : `${m}:${two(s % 60)}`;
}

function clock(ms) {
  if (!isWall) return elapsed(ms);
  const seconds = spanMs < 20 * 60000 ? { second: "2-digit" } : {};
  return formatted(ms, { hour: "2-digit", minute: "2-digit", ...seconds });
}

function dayKey(ms) {
  return isWall ? Math.floor((ms + data.zone_min * 60000) / DAY_MS) : 0;
}

function dayName(ms) {
  if (!isWall) return "During the recording";
  return formatted(ms, { weekday: "long", day: "numeric", month: "long", year: "numeric" });
}

function dayShort(ms) {
  return isWall ? formatted(ms, { day: "numeric", month: "short" }) : "";
}

// The time of day, with the date where it is not the last day.
function when(ms) {
  return dayKey(ms) === dayKey(data.now_ms) ? clock(ms) : `${dayShort(ms)}, ${clock(ms)}`;
}

function between(earliest, latest) {
  if (earliest < data.first_ms) return `by ${when(latest)}`;
  if (when(earliest) === when(latest)) return when(latest);
  if (dayKey(earliest) === dayKey(latest)) return `${when(earliest)}\u2013${clock(latest)}`;
  return `${when(earliest)} \u2013 ${when(latest)}`;
}

function lasting(ms) {
  for (const [unit, length] of [["d", DAY_MS], ["h", 3600000], ["min", 60000]])
    if (ms >= 1.5 * length) return `${Math.round(ms / length)} ${unit}`;
  return `${Math.max(Math.round(ms / 1000), 0)} s`;
}

function percent(probability) {
  return `${Math.min(Math.max(Math.round(100 * probability), 1), 99)} %`;
}

function counted(number, one, many) {
  return `${number.toLocaleString("en-GB")} ${number === 1 ? one : many || `${one}s`}`;
}

// "the kitchen", but "room 2".
function the(name) {
  return [/\d$/.test(name) ? "" : "the ", named(name)];
}

// "on the coffee table", or null where nothing is known.
function support(where) {
  return where.support ? [`${where.relation} `, the(where.support)] : null;
}

function place(where, { withRoom = true } = {}) {
  const parts = [];
  if (where.support) parts.push(support(where));
  if (where.room && (withRoom || !where.support))
    parts.push([parts.length ? " in " : "in ", the(where.room)]);
  return parts.length ? parts : ["no known room"];
}

function placeText(where) {
  const on = where.support ? `${where.relation} the ${where.support}` : "";
  return [on, where.room].filter(Boolean).join(", ") || "no known room";
}

function capital(text) {
  return text.charAt(0).toLocaleUpperCase("en-GB") + text.slice(1);
}

function folded(text) {
  return text.normalize("NFKD").replace(/\p{M}/gu, "").toLowerCase();
}
