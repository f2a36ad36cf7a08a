/** Conditions on the version `v` and the flexible flag `f`, simplified by what the surrounding range already implies. */
import { covers, intersect, isNone, NONE, type Versions } from '../schema/versions.ts';

/** `true`, `false`, or an expression over `v` that holds exactly in `wanted`, given that `v` is in `range`. */
export function within(wanted: Versions, range: Versions): string {
  const both = intersect(wanted, range);
  if (isNone(both)) return 'false';
  if (covers(wanted, range)) return 'true';
  if (both.min === both.max) return `v === ${both.min}`;
  if (both.min === range.min) return `v <= ${both.max}`;
  if (both.max === range.max) return `v >= ${both.min}`;
  return `v >= ${both.min} && v <= ${both.max}`;
}

/** As `within`, for the flexible versions: `f` is a local that holds the answer where it varies. */
export function flexible(flexibleVersions: Versions, range: Versions): 'true' | 'false' | 'f' {
  const condition = within(flexibleVersions, range);
  return condition === 'true' || condition === 'false' ? condition : 'f';
}

/** A conditional expression, or the side that is always taken. */
export function choose(condition: string, whenTrue: string, whenFalse: string): string {
  if (condition === 'true' || whenTrue === whenFalse) return whenTrue;
  return condition === 'false' ? whenFalse : `${condition} ? ${whenTrue} : ${whenFalse}`;
}

/** A statement that runs one of two, either of which may be empty. */
export function branch(condition: string, whenTrue: string, whenFalse: string): string {
  if (condition === 'true' || whenTrue === whenFalse) return whenTrue;
  if (condition === 'false') return whenFalse;
  if (whenTrue === '') return whenFalse === '' ? '' : `if (!(${condition})) ${block(whenFalse)}`;
  return `if (${condition}) ${block(whenTrue)}${whenFalse === '' ? '' : ` else ${block(whenFalse)}`}`;
}

/** Braces around everything but a single simple statement. */
export function block(statements: string): string {
  const isSimple =
    !statements.includes('\n') && /^[^;{}]*;$/.test(statements) && !/^(if|for|const|let)\b/.test(statements);
  return isSimple ? statements : `{ ${statements} }`;
}

/** The part of `range` in which the message is flexible. */
export function flexiblePart(flexibleVersions: Versions, range: Versions): Versions {
  return intersect(flexibleVersions, range);
}

/** The part of `range` before the message became flexible. */
export function inflexiblePart(flexibleVersions: Versions, range: Versions): Versions {
  if (isNone(flexibleVersions)) return range;
  return flexibleVersions.min === 0 ? NONE : intersect(range, { min: 0, max: flexibleVersions.min - 1 });
}
