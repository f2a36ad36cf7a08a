/** Regular expressions that members subscribe with (RE2 syntax, matched against whole topic names): resolved here, on the broker. */
import { ErrorCode } from '../../protocol/error-codes.ts';
import { RecordType } from '../group-records.ts';
import type { GroupStore } from '../group-store.ts';
import { Refusal } from '../refusal.ts';
import { compileRegex, RegexError } from '../regex/regex.ts';
import type { ConsumerGroup } from './consumer-group.ts';
import { sameNames } from './consumer-member.ts';
import { dropUnusedRegexes } from './fence-members.ts';

/** What was resolved is not looked at again sooner, whatever happens to the topics: as in Kafka. */
const MIN_REFRESH_INTERVAL_MS = 10_000;

export function validateRegex(pattern: string): Refusal | null {
  const compiled = compileRegex(pattern);
  if (!(compiled instanceof RegexError)) return null;
  return new Refusal(
    ErrorCode.INVALID_REGULAR_EXPRESSION,
    `SubscribedTopicRegex \`${pattern}\` is not a valid regular expression: ${compiled.message}.`,
  );
}

/**
 * Resolves what is new at once, and everything when topics have come or gone. True if a subscription changed by it.
 * `mayDescribe` hides topics that the member's principal may not see.
 */
export function refreshRegexes(
  store: GroupStore,
  group: ConsumerGroup,
  mayDescribe: (topic: string) => boolean,
): boolean {
  if (!group.hasRegexes) return false;
  const { version } = store.ports.topics;
  const sinceRefresh = store.now - group.lastRegexRefresh;
  const subscribed = [...group.subscribedRegexes()];
  const unresolved = subscribed.filter((regex) => !group.regexes.has(regex));
  const isStale = [...group.regexes.values()].some((resolved) => resolved.version < version);
  const isDue =
    sinceRefresh > store.config['group.consumer.regex.refresh.interval.ms'] ||
    (isStale && sinceRefresh > MIN_REFRESH_INTERVAL_MS);
  dropUnusedRegexes(store, group);
  const pending = isDue ? subscribed : unresolved;
  if (pending.length === 0) return false;
  if (isDue) group.lastRegexRefresh = store.now;
  let hasChanged = false;
  for (const regularExpression of pending) {
    const topics = resolve(store, regularExpression, mayDescribe);
    const before = group.regexes.get(regularExpression);
    if (before === undefined || !sameNames(before.topics, topics)) hasChanged = true;
    store.emit({
      type: RecordType.ConsumerGroupRegularExpression,
      key: { groupId: group.groupId, regularExpression },
      value: { topics, version, timestamp: store.now },
    });
  }
  return hasChanged;
}

function resolve(store: GroupStore, pattern: string, mayDescribe: (topic: string) => boolean): string[] {
  const regex = compileRegex(pattern);
  if (regex instanceof RegexError) return [];
  const topics: string[] = [];
  for (const name of store.ports.topics.topicNames()) if (regex.matches(name) && mayDescribe(name)) topics.push(name);
  return topics.sort();
}
