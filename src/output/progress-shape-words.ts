/** Fragments of the patterns. Everything that repeats has a bound, so that each pattern stays linear. */

/** Icons, markdown and brackets that people put before a line. */
export const LEAD = '^[^\\p{L}\\p{N}"\'`{]{0,12}';
export const COUNT = '\\d[\\d,]{0,11}';
export const PERCENT = '\\d{1,3}(?:\\.\\d{1,4})?';
export const SIZE = '\\d[\\d.]{0,12}\\s?[kKMGTP]?i?B';
/** `n/m`, `n / m`, `n of m`. */
export const DONE_OF_TOTAL = `(?<done>${COUNT})(?:\\s?/\\s?|\\sof\\s)(?<total>${COUNT})`;

export const THING =
  '(?:tests?|specs?|suites?|files?|items?|tasks?|jobs?|targets?|modules?|packages?|crates|objects?|chunks?|batch(?:es)?|records?|rows?|documents?|pages?|images?|frames?|urls?|entries|steps?|parts?)';

export const FINISHED =
  '(?:complete|completed|done|finished|processed|downloaded|uploaded|copied|installed|compiled|built|checked|scanned|converted|imported|exported|indexed|migrated|rendered)';

export const WORKING =
  '(?:downloading|uploading|extracting|installing|unpacking|copying|compiling|building|processing|converting|encoding|rendering|transferring|verifying|indexing|importing|exporting|syncing|restoring|migrating|running|testing|scanning|writing|loading)';

/** A percentage beside one of these is a level, not progress. */
export const LEVEL =
  /\b(?:cpu|mem|memory|ram|swap|disk|battery|coverage|usage|used|utili[sz]ation|full|discount|humidity|capacity|idle|accuracy|load average)\b/i;
