// What is shown, offered and computed with the answers so far. No page is touched here: the same rules as
// surveys/logic/questionnaire on the server, held to the same vectors and to generated questionnaires.

const isNumber = (value) => typeof value === "number";
const isObject = (value) => value !== null && typeof value === "object" && !Array.isArray(value);
const own = (thing, key) => (isObject(thing) && Object.hasOwn(thing, key) ? thing[key] : undefined);
export const plain = (answer) => {
  if (Array.isArray(answer)) return answer.map(plain);
  return isObject(answer) && "value" in answer ? answer.value : answer;
};
const chosen = (actual, value) => (Array.isArray(actual) ? actual.includes(value) : actual === value);
export const hasAnswer = (value) => {
  if (value === undefined || value === null || value === false || value === "") return false;
  return typeof value !== "object" || Object.keys(value).length > 0;
};
const isDate = (value) => typeof value === "string" && /^\d{4}-\d{2}-\d{2}$/.test(value);
const ORDERED = { gt: (a, b) => a > b, gte: (a, b) => a >= b, lt: (a, b) => a < b, lte: (a, b) => a <= b };

export function holds(condition, answers) {
  if (!condition) return true;
  if (condition.all) return condition.all.every((part) => holds(part, answers));
  if (condition.any) return condition.any.some((part) => holds(part, answers));
  if (condition.not) return !holds(condition.not, answers);
  let answer = own(answers, condition.question);
  if (condition.row !== undefined) answer = own(answer, condition.row);
  const actual = plain(answer);
  if ("is" in condition) return actual === condition.is;
  if ("is_not" in condition) return actual !== condition.is_not;
  if ("in" in condition) return condition.in.includes(actual);
  if ("selected" in condition) return chosen(actual, condition.selected);
  if ("not_selected" in condition) return !chosen(actual, condition.not_selected);
  if ("answered" in condition) return hasAnswer(actual) === condition.answered;
  const operator = Object.keys(ORDERED).find((name) => name in condition);
  const value = condition[operator];
  const fits = (isNumber(actual) && isNumber(value)) || (isDate(actual) && isDate(value));
  return Boolean(fits && ORDERED[operator](actual, value));
}

// Calculations: sums, products, counts, and the time between two days.
const LIMIT = 1e15;
const DATES = {
  days_between: (a, b) => Math.round((b - a) / 86_400_000),
  years_between: (a, b) => {
    const before = b.getUTCMonth() < a.getUTCMonth() || (b.getUTCMonth() === a.getUTCMonth() && b.getUTCDate() < a.getUTCDate());
    return b.getUTCFullYear() - a.getUTCFullYear() - Number(before);
  },
};
const SUMS = {
  add: (parts) => parts.reduce((a, b) => a + b, 0),
  subtract: ([a, b]) => a - b,
  multiply: (parts) => parts.reduce((a, b) => (a === null || Math.abs(a * b) > LIMIT ? null : a * b), 1),
  divide: ([a, b]) => (b ? a / b : null),
  min: (parts) => Math.min(...parts),
  max: (parts) => Math.max(...parts),
};

function dayOf(text) {
  if (!isDate(text)) return null;
  const [year, month, day] = text.split("-").map(Number);
  const date = new Date(Date.UTC(2000, 0, 1));
  date.setUTCFullYear(year, month - 1, day);
  return year && date.getUTCMonth() === month - 1 && date.getUTCDate() === day ? date : null;
}

function rawValue(expression, answers) {
  if (isNumber(expression)) return expression;
  const [[word, operand]] = Object.entries(expression);
  const answer = typeof operand === "string" ? own(answers, operand) : undefined;
  if (word === "question") return isNumber(answer) ? answer : null;
  if (word === "count") return Array.isArray(answer) ? answer.length : Number(answer !== undefined && answer !== null);
  if (word in DATES) {
    const days = operand.map((part) => dayOf(typeof part === "string" ? part : own(answers, part.question)));
    return days[0] && days[1] ? DATES[word](days[0], days[1]) : null;
  }
  const parts = operand.map((part) => rawValue(part, answers));
  return parts.includes(null) ? null : SUMS[word](parts);
}

export function valueOf(expression, answers) {
  const value = rawValue(expression, answers);
  return value === null || !(Math.abs(value) <= LIMIT) ? undefined : value + 0;
}

// An answer as the server would keep it; nothing when it would refuse it.
const inside = (asked, value) => !(value < asked.min) && !(value > asked.max);
const onStep = (asked, value) => {
  const steps = (value - (asked.min ?? 0)) / asked.step;
  return !asked.step || Math.abs(steps - Math.round(steps)) <= 1e-9;
};
function several(asked, value) {
  if (!Array.isArray(value)) return undefined;
  const picked = new Map(value.map((item) => [plain(item), item]));
  const alone = [...picked.keys()].some((one) => asked.exclusive?.includes(one));
  if ((alone && picked.size > 1) || !inside(asked, picked.size)) return undefined;
  return asked.values.filter((one) => picked.has(one)).map((one) => picked.get(one));
}
function matrix(asked, value, cell) {
  if (!isObject(value)) return undefined;
  const rows = asked.rowValues.map((row) => [row, cell(own(value, row))]).filter(([, one]) => hasAnswer(one));
  return asked.required && rows.length < asked.rowValues.length ? undefined : Object.fromEntries(rows);
}
const FITS = {
  number: (asked, value) => (isNumber(value) && inside(asked, value) && onStep(asked, value) ? value : undefined),
  scale: (asked, value) => (value === asked.skip || (Number.isInteger(value) && inside(asked, value)) ? value : undefined),
  date: (_asked, value) => (dayOf(value) ? value : undefined),
  consent: (_asked, value) => (value === true ? true : undefined),
  multi_choice: several,
  image_choice: (asked, value) => (Array.isArray(value) ? several(asked, value) : value),
  ranking: (asked, value) => (Array.isArray(value) && new Set(value).size === value.length && inside(asked, value.length) ? value : undefined),
  matrix_single: (asked, value) => matrix(asked, value, (one) => one),
  matrix_multi: (asked, value) => matrix(asked, value, (one) => asked.values.filter((each) => one?.includes(each))),
  map: (asked, value) => (!Array.isArray(value) || !value.length || inside(asked, value.length) ? value : undefined),
  allocation: (asked, value) => {
    if (!isObject(value) || Object.values(value).some((one) => !isNumber(one) || one < 0)) return undefined;
    const sum = Object.values(value).reduce((a, b) => a + b, 0);
    return Math.abs(sum - asked.total) < 1e-6 ? Object.fromEntries(Object.entries(value).filter(([, one]) => one)) : undefined;
  },
  text: (asked, value) => {
    const words = typeof value === "string" ? value.trim() : "";
    return [...words].length <= asked.limit ? words : undefined;
  },
};
FITS.slider = FITS.number;

function fit(asked, value) {
  const is = FITS[asked.type] ?? (asked.limit ? FITS.text : undefined);
  const kept = is && value !== undefined && value !== null ? is(asked, value) : value;
  return kept === null || kept === "" || (typeof kept === "object" && !hasAnswer(kept)) ? undefined : kept;
}

// Choices and rows that are not offered now are dropped from what was answered.
function offer(asked, answers) {
  const left = (conditions) => new Set(Object.keys(conditions).filter((one) => holds(conditions[one], answers)));
  const choices = asked.choices ? left(asked.choices) : null;
  const rows = asked.rows ? left(asked.rows) : null;
  return { choices, rows, void: choices?.size === 0 && asked.type !== "map" ? true : rows?.size === 0 };
}
function reduced(asked, offers, value) {
  const of = (all, some) => (some ? all.filter((one) => some.has(one)) : all);
  const values = of(asked.values ?? [], offers.choices);
  const counted = ["multi_choice", "image_choice", "ranking"].includes(asked.type) && asked.min !== undefined;
  const less = { ...asked, values, rowValues: of(asked.rowValues ?? [], offers.rows), min: counted ? Math.min(asked.min, values.length) : asked.min };
  const gone = (one) => typeof plain(one) === "string" && (asked.values ?? []).includes(plain(one)) && !values.includes(plain(one));
  const part = (one) => (Array.isArray(one) ? one.filter((each) => !gone(each)) : gone(one) ? undefined : one);
  if (!isObject(value) || "value" in value) return [less, part(value)];
  const keys = new Set(asked.rowValues?.length ? less.rowValues : values);
  return [less, Object.fromEntries(Object.entries(value).filter(([key, one]) => keys.has(key) && part(one) !== undefined).map(([key, one]) => [key, part(one)]))];
}

function* names(tree) {
  if (Array.isArray(tree)) for (const part of tree) yield* names(part);
  else if (isObject(tree)) {
    for (const [word, part] of Object.entries(tree)) {
      if (["question", "count"].includes(word) && typeof part === "string") yield part;
      else if (typeof part === "object") yield* names(part);
    }
  }
}

// Keeps what is shown in step with the answers: a change is followed only where it leads.
export class Engine {
  constructor(questions, known = {}) {
    this.questions = questions;
    this.names = Object.keys(questions);
    this.place = new Map(this.names.map((name, at) => [name, at]));
    this.answers = Object.assign(Object.create(null), known);
    this.raw = Object.create(null);
    this.shown = Object.create(null);
    this.offers = Object.create(null);
    this.evaluations = 0; // of one question each
    this.readers = new Map();
    this.due = new Array(this.names.length).fill(false);
    this.names.forEach((name, at) => {
      const { if: condition, expression, choices, rows } = questions[name];
      const conditions = [choices, rows].map((all) => Object.values(all ?? {}));
      for (const read of new Set(names([condition ?? null, expression ?? null, conditions]))) {
        this.readers.set(read, [...(this.readers.get(read) ?? []), at]);
      }
    });
  }

  // Takes new raw answers; returns the names of the questions of which something changed on the page.
  take(raw) {
    for (const [name, value] of Object.entries(raw)) {
      if (!(name in this.questions)) continue;
      this.raw[name] = value;
      this.due[this.place.get(name)] = true;
    }
    return this.settle();
  }

  everything(raw) {
    this.due.fill(true);
    return this.take(raw);
  }

  settle() {
    const changed = [];
    for (let at = 0; at < this.due.length; at += 1) {
      if (!this.due[at]) continue;
      this.due[at] = false;
      const name = this.names[at];
      const before = JSON.stringify(this.answers[name]);
      if (this.evaluate(name)) changed.push(name);
      if (JSON.stringify(this.answers[name]) !== before) for (const reader of this.readers.get(name) ?? []) this.due[reader] = true;
    }
    return changed;
  }

  evaluate(name) {
    this.evaluations += 1;
    const asked = this.questions[name];
    const partly = asked.choices || asked.rows;
    let shown = holds(asked.if, this.answers);
    const offers = shown && partly ? offer(asked, this.answers) : null;
    if (offers?.void) shown = false;
    let value;
    if (shown && asked.type === "calculated") value = valueOf(asked.expression, this.answers);
    else if (shown && partly) value = fit(...reduced(asked, offers, this.raw[name]));
    else if (shown) value = fit(asked, this.raw[name]);
    if (value === undefined) delete this.answers[name];
    else this.answers[name] = value;
    const look = JSON.stringify([shown, [...(offers?.choices ?? [])], [...(offers?.rows ?? [])]]);
    const same = this.offers[name]?.look === look;
    this.shown[name] = shown;
    this.offers[name] = { ...offers, look };
    return !same;
  }
}

// Earlier answers in later texts, as plain text.
const REFERENCE = /\{\{\s*([A-Za-z_][A-Za-z0-9_.-]{0,63})\s*(?:\|([^{}]*))?\}\}/g;
export const refers = (text) => text.search(REFERENCE) >= 0;
export function piped(text, words) {
  return text.replace(REFERENCE, (_all, name, instead) => {
    const said = [...words(name).trim().replace(/\s+/g, " ")];
    return (said.length > 200 ? `${said.slice(0, 200).join("")}…` : said.join("")) || (instead ?? "").trim() || "…";
  });
}

// The order of choices that a form's key gives, the same as on the server: sorted by SHA-256 of key, question and value.
export async function orderOf(key, name, values) {
  const digest = async (value) => {
    const bytes = await crypto.subtle.digest("SHA-256", new TextEncoder().encode(`${key}:${name}:${value}`));
    return [...new Uint8Array(bytes)].map((one) => one.toString(16).padStart(2, "0")).join("");
  };
  const made = await Promise.all(values.map(async (value) => [await digest(value), value]));
  return made.sort(([a], [b]) => (a < b ? -1 : 1)).map(([, value]) => value);
}
