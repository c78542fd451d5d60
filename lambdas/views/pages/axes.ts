import { scaleUtc } from 'd3-scale';
import { dayMs, hourMs, type Instant, minuteMs, secondMs } from '../../domain/time.ts';
import type { Span } from './ranges.ts';
import { dayName } from './times.ts';
import { took } from './took.ts';

/** A place on an axis and what is written there. */
export interface Tick {
  /** Where, in the units of its axis. */
  place: number;
  label: string;
}

const timeTicksWanted = 7;
const linesMax = 4;

const stepsMs = [
  ...[1, 2, 5, 10, 20, 50, 100, 200, 500],
  ...[1, 2, 5, 10, 15, 30].map((seconds) => seconds * secondMs),
  ...[1, 2, 5, 10, 15, 30].map((minutes) => minutes * minuteMs),
  ...[1, 2, 3, 6, 12].map((hours) => hours * hourMs),
  ...[1, 2, 5, 10, 20, 50, 100, 200, 500].map((days) => days * dayMs),
];

/** From an instant to its place on an axis of time, in percent of its length: graphs are as wide as their page. */
export function percentScale({ from, to }: Span): (at: Instant) => number {
  const scale = scaleUtc([from, to], [0, 100]);
  return (at) => rounded(scale(at));
}

/** Full hours or days of UTC. Those at midnight are told by the day. */
export function timeTicks({ from, to }: Span): Tick[] {
  const place = percentScale({ from, to });
  const ticks = scaleUtc([from, to], [0, 100]).ticks(timeTicksWanted);
  return ticks.map((date) => ({ place: place(date.getTime()), label: timeLabel(date) }));
}

function timeLabel(date: Date): string {
  const isMidnight = date.getTime() % dayMs === 0;
  return isMidnight ? dayName(date.getTime()) : date.toISOString().slice(11, 16);
}

/** An axis of durations from 0 to a round one that is no shorter than the longest, in steps as clocks have them. */
export function durationAxis(longestMs: number): { topMs: number; ticks: Tick[] } {
  const step = stepsMs.find((size) => longestMs <= linesMax * size) ?? longestMs / linesMax;
  const lines = Math.max(1, Math.ceil(longestMs / step));
  const ticks = Array.from({ length: lines + 1 }, (_, index) => index * step);
  return { topMs: lines * step, ticks: ticks.map((ms) => ({ place: ms, label: ms === 0 ? '0' : took(ms) })) };
}

/** Two decimals: a hundredth of a percent is less than a pixel. */
export function rounded(number: number): number {
  return Math.round(number * 100) / 100;
}
