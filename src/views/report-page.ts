import type { TellingLine } from '../../projections/death.ts';
import type { Load, RunPicture } from '../../projections/run-picture.ts';
import type { Moment } from '../../projections/timeline.ts';
import type { SummaryJson } from '../../schemas/generated/types.ts';
import { formatMeasuredDuration } from '../base/duration.ts';
import { formatBytes } from '../base/size.ts';
import { type Html, html, nothing } from './html.ts';
import { type PlotPoint, reportPlot } from './report-plot.ts';
import { reportStyle } from './report-style.ts';

/** Everything on the page, secrets taken out. */
export type ReportFacts = {
  readonly summary: SummaryJson;
  /** Why it ended, or is as it is, in one line; and what may help. */
  readonly cause: string;
  readonly tries: readonly string[];
  /** Further facts: what was launched, where, by whom. */
  readonly rows: readonly (readonly [name: string, value: string])[];
  readonly picture: RunPicture;
  /** Of its output, the oldest first. */
  readonly lines: readonly TellingLine[];
  /** Where it comes from, in words. */
  readonly origin: string;
};

const mebibyte = 1024 ** 2;
/** Below it one heartbeat or none was written, and one point is no plot. */
const fewestPoints = 2;

/** A run on one page of HTML that needs nothing else: no script, no font, no picture from anywhere. */
export function reportPage(facts: ReportFacts): string {
  const { summary, picture } = facts;
  const title = `${summary.name ?? summary.type ?? 'process'} ${summary.id}`;
  return html`<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${title}: ${summary.status}</title>
<style>${{ html: reportStyle }}</style>
</head>
<body>
<h1>${summary.name ?? summary.type ?? 'process'} <small>${summary.id}</small> <span class="status ${summary.status}">${summary.status}</span></h1>
<p class="cause">${facts.cause}</p>
${section('What to try', list(facts.tries))}
${section('Facts', factTable([...measures(summary), ...facts.rows]))}
${section('Steps', stepTable(summary))}
${section('CPU and memory', plots(picture))}
${section('Timeline', timeline(picture))}
${section('Output', output(facts.lines))}
<footer>${facts.origin}</footer>
</body>
</html>
`.html;
}

/** Nothing where there is nothing to show. */
function section(title: string, content: Html): Html {
  return content.html === '' ? nothing : html`<section><h2>${title}</h2>${content}</section>`;
}

function list(texts: readonly string[]): Html {
  if (texts.length === 0) return nothing;
  return html`<ul>${texts.map((text) => html`<li>${text}</li>`)}</ul>`;
}

function factTable(rows: ReportFacts['rows']): Html {
  return html`<table>${rows.map(([name, value]) => html`<tr><th scope="row">${name}</th><td>${value}</td></tr>\n`)}</table>`;
}

function measures(one: SummaryJson): ReportFacts['rows'] {
  const known: readonly (readonly [string, string | null])[] = [
    ['Launched', one.launchedAt === null ? null : momentInWords(one.launchedAt)],
    ['Ended', one.endedAt === null ? null : momentInWords(one.endedAt)],
    ['Duration', one.durationMs === null ? null : formatMeasuredDuration(one.durationMs)],
    ['Attempts', one.attempts < 2 ? null : String(one.attempts)],
    ['Peak memory', one.peakMemoryBytes === null ? null : formatBytes(one.peakMemoryBytes)],
    ['Mean CPU', one.cpuPercent === null ? null : `${one.cpuPercent}%`],
    ['Output', one.outputBytes === null ? null : formatBytes(one.outputBytes)],
    ['Error lines', one.errorLines === 0 ? null : String(one.errorLines)],
    ['Warnings', one.warnings === 0 ? null : String(one.warnings)],
  ];
  return known.flatMap(([name, value]) => (value === null ? [] : [[name, value] as const]));
}

/** The page may be read anywhere: `2026-11-28 10:30:15 UTC`. */
function momentInWords(at: string): string {
  return `${at.slice(0, 10)} ${at.slice(11, 19)} UTC`;
}

function stepTable({ steps }: SummaryJson): Html {
  if (steps.length === 0) return nothing;
  const rows = steps.map(({ index, name, status, durationMs, sharePercent }) => {
    const bar = html`<div class="bar${status === 'failed' ? ' bad' : ''}" style="width: ${(sharePercent ?? 0).toFixed(1)}%"></div>`;
    const took = durationMs === null ? '–' : formatMeasuredDuration(durationMs);
    return html`<tr><td class="number">${index}</td><td>${name}</td><td>${status}</td><td class="number">${took}</td><td width="40%">${sharePercent === null ? nothing : bar}</td></tr>\n`;
  });
  return html`<table>${rows}</table>`;
}

function plots({ loads, spanMs }: RunPicture): Html {
  const cpu = pointsOf(loads, ({ cpuPercent }) => cpuPercent);
  const memory = pointsOf(loads, ({ memoryBytes }) => (memoryBytes === null ? null : memoryBytes / mebibyte));
  const percent = (value: number): string => `${Number(value.toPrecision(2))}%`;
  const bytes = (value: number): string => formatBytes(value * mebibyte);
  return html`${plotOf('CPU, of a core', cpu, spanMs, percent)}${plotOf('Memory', memory, spanMs, bytes)}`;
}

function plotOf(
  title: string,
  points: readonly PlotPoint[],
  spanMs: number,
  inWords: (value: number) => string,
): Html {
  return points.length < fewestPoints ? nothing : reportPlot({ title, points, spanMs, inWords });
}

function pointsOf(loads: readonly Load[], measure: (load: Load) => number | null): PlotPoint[] {
  return loads.flatMap((load) => {
    const value = measure(load);
    return value === null ? [] : [{ sinceLaunchMs: load.sinceLaunchMs, value }];
  });
}

function timeline({ first, leftOut, newest }: RunPicture): Html {
  if (first.length === 0) return nothing;
  const gap = html`<tr><td></td><td></td><td>… ${leftOut} events left out …</td></tr>\n`;
  return html`<table>${first.map(momentRow)}${leftOut === 0 ? nothing : gap}${newest.map(momentRow)}</table>`;
}

function momentRow({ at, sinceLaunchMs, type, words }: Moment): Html {
  return html`<tr><td class="number"><time datetime="${at}">+${formatMeasuredDuration(sinceLaunchMs)}</time></td><th>${type}</th><td class="words">${words}</td></tr>\n`;
}

function output(lines: readonly TellingLine[]): Html {
  if (lines.length === 0) return nothing;
  const gap = html`<span class="gap">…</span>\n`;
  const shown = lines.map(({ text, isError, isBehindGap = false }) => {
    const line = isError ? html`<span class="error">${text}</span>\n` : html`${text}\n`;
    return html`${isBehindGap ? gap : nothing}${line}`;
  });
  return html`<pre>${shown}</pre>`;
}
