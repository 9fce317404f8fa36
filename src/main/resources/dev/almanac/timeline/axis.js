// SPDX-License-Identifier: BSD-3-Clause
// The times along an edge of a plot.

const TICK_PIXELS = 110;
const WRAP = 1n << 64n;
const LONGEST_LABEL = 7; // digits; beyond, ticks are counted from a moment that is told once

/** The step between ticks, in nanoseconds: 1, 2 or 5 of a power of ten. */
function tickStep(span, pixels) {
  const least = Math.max(1, (span * TICK_PIXELS) / Math.max(pixels, 1));
  const power = 10 ** Math.floor(Math.log10(least));
  const factor = [1, 2, 5, 10].find((candidate) => candidate * power >= least * 0.999999);
  return BigInt(Math.round(power * factor));
}

/** All ticks in a part of a clock: their positions and labels; and the moment they are counted from. */
function ticks(clock, start, span, pixels) {
  const step = tickStep(span, pixels);
  const base = clock.begin;
  const first = base + BigInt(Math.ceil(Math.max(0, start)));
  const last = base + BigInt(Math.floor(start + span));
  const isLong = String(clock.show(last) / step).length > LONGEST_LABEL;
  const round = step * 1000n;
  const anchor = isLong ? first - (first % round) : 0n;
  const unit = UNITS.find(([, size]) => size <= (isLong ? step : clock.show(last))) ?? UNITS[3];
  const list = [];
  // Round numbers are others after the time has wrapped.
  for (const zero of [0n, WRAP]) {
    const low = first > zero ? first : zero;
    const high = last < zero + WRAP ? last : zero + WRAP - 1n;
    for (let time = low + ((step - ((low - zero) % step)) % step); time <= high; time += step) {
      const label = isLong ? "+" + inUnit(time - anchor, unit, 0) : inUnit(clock.show(time), unit, 0);
      list.push({ position: Number(time - base), label });
    }
  }
  return { list, anchor: isLong ? inUnit(clock.show(anchor), UNITS[0], 0) : null };
}
