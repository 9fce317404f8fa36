// SPDX-License-Identifier: BSD-3-Clause
// Times as people write and read them. Nanoseconds are BigInt here, so that none is ever rounded.

const UNITS = [
  ["s", 1_000_000_000n],
  ["ms", 1_000_000n],
  ["µs", 1_000n],
  ["ns", 1n],
];
const THIN = "\u202f";

/** Groups of three digits, from the point outwards. */
function grouped(digits, fromLeft) {
  return digits.replace(fromLeft ? /(\d{3})(?=\d)/g : /\B(?=(\d{3})+$)/g, "$&" + THIN);
}

/** A count: 12 034. */
function counted(number) {
  return grouped(String(number), false);
}

/** Nanoseconds in a unit, with that many decimals at least, and all that are needed. */
function inUnit(nanos, [name, size], decimals) {
  const sign = nanos < 0n ? "\u2212" : "";
  const magnitude = nanos < 0n ? -nanos : nanos;
  const whole = grouped(String(magnitude / size), false);
  const width = String(size).length - 1;
  let rest = width === 0 ? "" : String(magnitude % size).padStart(width, "0");
  while (rest.length > decimals && rest.endsWith("0")) {
    rest = rest.slice(0, -1);
  }
  return sign + whole + (rest === "" ? "" : "." + grouped(rest, true)) + THIN + name;
}

/** A moment, in seconds with all nine decimals. */
function moment(nanos) {
  return inUnit(nanos, UNITS[0], 9);
}

/** A duration, exactly, in the unit that suits it. */
function duration(nanos) {
  const magnitude = nanos < 0n ? -nanos : nanos;
  return inUnit(nanos, UNITS.find(([, size]) => magnitude >= size) ?? UNITS[3], 0);
}

/** About that many nanoseconds, for what need not be exact: three digits. */
function about(nanos) {
  if (nanos < 1) {
    return "0" + THIN + "ns";
  }
  const [name, size] = UNITS.find(([, unit]) => nanos >= Number(unit)) ?? UNITS[3];
  const value = nanos / Number(size);
  const decimals = Math.max(0, 2 - Math.floor(Math.log10(value)));
  const [whole, rest] = value.toFixed(decimals).split(".");
  return grouped(whole, false) + (rest ? "." + rest : "") + THIN + name;
}

/** A part of the whole: 43 %. */
function share(part) {
  const percent = part * 100;
  return (percent > 0 && percent < 0.1 ? "<\u202f0.1" : percent.toFixed(percent < 10 ? 1 : 0)) + "\u202f%";
}

const WRITTEN_UNITS = {
  ns: 1n, us: 1_000n, "µs": 1_000n, ms: 1_000_000n, s: 1_000_000_000n, min: 60_000_000_000n, h: 3_600_000_000_000n,
};

/** Reads 1.5s, 250 ms, 1000140932ns. Null if it is no time. */
function parseTime(text) {
  const parts = /^([0-9]+)(?:\.([0-9]*))?(ns|us|µs|ms|s|min|h)$/.exec(text.replace(/[\s_]/g, ""));
  if (parts === null) {
    return null;
  }
  const [, whole, decimals = "", unit] = parts;
  const scaled = BigInt(whole + decimals) * WRITTEN_UNITS[unit];
  return scaled / 10n ** BigInt(decimals.length);
}
