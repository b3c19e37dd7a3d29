import type { Fold } from '../../projections/fold.ts';
import type { Probe } from '../../projections/liveness.ts';
import type { ReadEvent } from '../../schemas/event.ts';
import { cloudEventOf } from './cloud-event.ts';
import { eventLine } from './event-line.ts';
import { OtlpEncoder } from './otlp-encoder.ts';

export const exportFormats = ['ndjson', 'cloudevents', 'otlp'] as const;
export type ExportFormat = (typeof exportFormats)[number];

/** Turns the events of one process into lines, one after the other. What it holds back is bounded. */
export type Encoder = {
  /** The fold has the event in it; `sequence` counts from 1 in file order. */
  readonly take: (read: ReadEvent, sequence: number, fold: Fold) => readonly string[];
  readonly end: (fold: Fold) => readonly string[];
};

export type Exporter = {
  /** Version of this program, which measures. */
  readonly version: string;
  /** Whether the process was at work when it was looked for. */
  readonly probe: Probe;
};

export function encoderFor(format: ExportFormat, exporter: Exporter): Encoder {
  switch (format) {
    case 'ndjson':
      return { take: (read) => [eventLine(read)], end: () => [] };
    case 'cloudevents':
      return {
        take: (read, sequence, { state }) => {
          const event = cloudEventOf(read, sequence, { host: state.spec?.host ?? null });
          return [JSON.stringify(event)];
        },
        end: () => [],
      };
    case 'otlp':
      return new OtlpEncoder(exporter);
  }
}
