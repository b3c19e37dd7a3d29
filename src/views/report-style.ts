/** Of the report: read on white and on black, and printed. Nothing is loaded from anywhere. */
export const reportStyle = `
:root { color-scheme: light dark; --line: #8884; --soft: #777; --mark: #3f87d9; --bad: #c8372d; --good: #2f8f4e; --warn: #b7791f; }
body { font: 15px/1.5 system-ui, sans-serif; max-width: 62rem; margin: 2rem auto; padding: 0 1rem; }
h1 { font-size: 1.5rem; margin: 0; } h2 { font-size: 1.05rem; margin: 2rem 0 .5rem; }
h1 small { font-weight: normal; color: var(--soft); }
.cause { font-size: 1.1rem; margin: .5rem 0 0; overflow-wrap: anywhere; }
.status { display: inline-block; border-radius: 1rem; padding: .1rem .7rem; color: #fff; background: var(--soft); font-size: .85rem; vertical-align: middle; }
.completed { background: var(--good); } .failed, .rejected { background: var(--bad); } .stopped { background: var(--warn); } .running, .queued { background: var(--mark); }
table { border-collapse: collapse; width: 100%; } td, th { text-align: left; vertical-align: top; padding: .2rem .8rem .2rem 0; border-bottom: 1px solid var(--line); overflow-wrap: anywhere; }
th { width: 1%; font-weight: normal; color: var(--soft); white-space: nowrap; } td.number { text-align: right; white-space: nowrap; font-variant-numeric: tabular-nums; }
.bar { background: var(--mark); height: .6rem; border-radius: .3rem; min-width: 1px; margin-top: .45rem; } .bar.bad { background: var(--bad); }
pre, .words { font-family: ui-monospace, monospace; font-size: .85rem; } .words { overflow-wrap: anywhere; }
pre { overflow-x: auto; border: 1px solid var(--line); border-radius: .4rem; padding: .6rem; } pre .error { color: var(--bad); font-weight: bold; } pre .gap { color: var(--soft); }
figure { margin: .5rem 0 1rem; } figcaption { color: var(--soft); font-size: .85rem; } svg { width: 100%; height: auto; font-size: 11px; }
svg text { fill: var(--soft); } svg .grid line { stroke: var(--line); } svg polyline { fill: none; stroke: var(--mark); stroke-width: 1.5; } svg polygon { fill: var(--mark); opacity: .15; }
footer { margin-top: 2rem; color: var(--soft); font-size: .85rem; overflow-wrap: anywhere; }
@media print { body { margin: 0; max-width: none; } pre { white-space: pre-wrap; } }
`;
