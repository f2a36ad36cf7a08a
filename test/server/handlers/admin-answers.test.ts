/**
 * The answers of the metadata and config APIs against those that Apache Kafka 4.3.1 gave, recorded in admin-answers.json.
 * With KAFKA_BOOTSTRAP=host:port the answers are taken from that broker (a fresh single node with id 1) and written there.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { ApiKey } from '../../../src/core/protocol/api-keys.ts';
import type { AnyApiHandler } from '../../../src/server/handlers/handler.ts';
import { TestBroker } from '../../services/metadata/support.ts';
import { ADMIN_CASES } from './admin-cases.ts';
import { adminHandlers } from './admin-handlers.ts';
import { call } from './call.ts';
import { askKafka, messageCodec } from './kafka-connection.ts';

const RECORD = new URL('./admin-answers.json', import.meta.url);
const UUID = /^[A-Za-z0-9_-]{22}$/;
const RESERVED = new Set(['AAAAAAAAAAAAAAAAAAAAAA', 'BBBBBBBBBBBBBBBBBBBBBA']);

/** Fields that two brokers need not agree on. */
const OWN = new Set(['port', 'host', 'rack', 'clusterId', 'producerId', 'leaderEpoch', 'documentation']);
/** Lists whose order means nothing. */
const UNORDERED = new Set(['topics', 'responses', 'configs', 'results', 'configResources', 'synonyms']);

/** Keys that a new Kafka cluster sets for itself. */
const OWN_CONFIGS = new Set(['min.insync.replicas']);

function comparable(response: object): unknown {
  const text = JSON.stringify(response, (key, value) => {
    if (OWN.has(key)) return undefined;
    if (key === 'topicId' && UUID.test(value) && !RESERVED.has(value)) return 'some id';
    if (!Array.isArray(value) || !UNORDERED.has(key)) return value;
    const kept = value.filter((item) => !OWN_CONFIGS.has(item.name));
    return kept.sort((a, b) => (JSON.stringify(a) < JSON.stringify(b) ? -1 : 1));
  });
  return JSON.parse(text);
}

/** What is said otherwise, on purpose: no log directory can be cordoned here. */
function inOurWords(message: string): string {
  return message.replace(' or some brokers have all their log directories cordoned', '');
}

/** Kafka met an error of its own: nothing to be equal to. */
function isKafkasOwnFailure(answer: unknown): boolean {
  return JSON.stringify(answer).includes('"errorCode":-1');
}

/** Kafka's answer as we would give it: in our words, and with our message where it has none for an error. */
function expected(kafkas: unknown, ours: unknown): unknown {
  if (Array.isArray(kafkas)) return kafkas.map((item, i) => expected(item, Array.isArray(ours) ? ours[i] : undefined));
  if (typeof kafkas !== 'object' || kafkas === null) return kafkas;
  const result: Record<string, unknown> = {};
  for (const [key, value] of Object.entries(kafkas)) {
    const other = (ours as Record<string, unknown> | undefined)?.[key];
    const isUnsaid =
      key === 'errorMessage' && (value === null || value === '') && (kafkas as { errorCode?: number }).errorCode !== 0;
    if (isUnsaid) result[key] = other;
    else result[key] = typeof value === 'string' && key === 'errorMessage' ? inOurWords(value) : expected(value, other);
  }
  return result;
}

const complete = (api: string, request: object) => Object.assign(messageCodec(`${api}Request`).create(), request);
const bootstrap = process.env['KAFKA_BOOTSTRAP'];

if (bootstrap !== undefined) {
  test('record the answers of a real broker', { timeout: 300_000 }, async () => {
    const [host, port] = bootstrap.split(':') as [string, string];
    const answers: unknown[] = [];
    for (const [api, version, request] of ADMIN_CASES) {
      const response = await askKafka(host, Number(port), api, version, complete(api, request));
      answers.push(response === null ? null : comparable(response));
      // The broker's own image follows its answers a little later.
      await new Promise((resolve) => setTimeout(resolve, 200));
    }
    writeFileSync(RECORD, `[\n${answers.map((answer) => JSON.stringify(answer)).join(',\n')}\n]\n`);
  });
} else {
  const recorded = JSON.parse(readFileSync(RECORD, 'utf8')) as unknown[];

  test('every answer is the one that Kafka gives', async () => {
    const broker = await TestBroker.start({ properties: { 'node.id': '1' } });
    const handlers = new Map<number, AnyApiHandler>(adminHandlers(broker).map((handler) => [handler.apiKey, handler]));
    expect(recorded).toHaveLength(ADMIN_CASES.length);
    for (const [i, [api, version, request]] of ADMIN_CASES.entries()) {
      const handler = handlers.get(ApiKey[api as keyof typeof ApiKey])!;
      const codec = {
        writeRequest: messageCodec(`${api}Request`).write,
        readResponse: messageCodec(`${api}Response`).read,
      };
      const response = await call(handler, codec as never, version, complete(api, request));
      if (recorded[i] === null || isKafkasOwnFailure(recorded[i])) continue;
      const ours = comparable(response as object);
      const what = `case ${i}: ${api} v${version} ${JSON.stringify(request).slice(0, 200)}`;
      expect.soft(ours, what).toEqual(expected(recorded[i], ours));
    }
  });
}
