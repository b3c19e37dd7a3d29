import type { Fold } from '../../projections/fold.ts';
import { judge } from '../../projections/judge.ts';
import { type Sample, samplesOf } from '../../projections/samples.ts';
import { emptyTrace, endTrace, type Span, type Trace, traceEvent } from '../../projections/trace.ts';
import { resourceAttributes } from '../../projections/trace-attributes.ts';
import type { ReadEvent } from '../../schemas/event.ts';
import type { Encoder, Exporter } from './encoder.ts';
import { metricsLine, tracesLine } from './otlp-json.ts';

/** Receivers take requests of some MiB; a line of so many is below one. */
const spansPerLine = 200;
const samplesPerLine = 2000;

/** The trace and the measurements of one process: a line as soon as it is full, the run itself at the end. */
export class OtlpEncoder implements Encoder {
  readonly #exporter: Exporter;
  #trace: Trace = emptyTrace;
  #spans: Span[] = [];
  #samples: Sample[] = [];

  constructor(exporter: Exporter) {
    this.#exporter = exporter;
  }

  take(read: ReadEvent, _sequence: number, fold: Fold): string[] {
    const { trace, ended } = traceEvent(this.#trace, read);
    this.#trace = trace;
    this.#spans.push(...ended);
    this.#samples.push(...samplesOf(read));
    return [
      ...(this.#spans.length >= spansPerLine ? this.#spansLine(fold) : []),
      ...(this.#samples.length >= samplesPerLine ? this.#samplesLine(fold) : []),
    ];
  }

  end(fold: Fold): string[] {
    const verdict = judge(fold.state, this.#exporter.probe);
    this.#spans.push(...endTrace(this.#trace, fold.state, verdict));
    return [...this.#spansLine(fold), ...(this.#samples.length === 0 ? [] : this.#samplesLine(fold))];
  }

  #spansLine({ state }: Fold): string[] {
    const scope = { resource: resourceAttributes(state), version: this.#exporter.version };
    const line = JSON.stringify(tracesLine(state.id, this.#spans, scope));
    this.#spans = [];
    return [line];
  }

  #samplesLine({ state }: Fold): string[] {
    const scope = { resource: resourceAttributes(state), version: this.#exporter.version };
    const line = JSON.stringify(metricsLine(state.id, this.#samples, scope));
    this.#samples = [];
    return [line];
  }
}
