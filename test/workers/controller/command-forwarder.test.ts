import { expect, test } from 'vitest';
import { ApiKey } from '../../../src/core/protocol/api-keys.ts';
import { CommandForwarder, type Submission } from '../../../src/workers/controller/command-forwarder.ts';
import type { FromController } from '../../../src/workers/controller/controller-messages.ts';
import { decodePeerFrame, type ForwardedCommand } from '../../../src/workers/controller/peer-frames.ts';

function fixture() {
  const sent: { peer: number; command: ForwardedCommand }[] = [];
  const answers: FromController[] = [];
  const forwarder = new CommandForwarder((peer, bytes) => {
    const frame = decodePeerFrame(bytes);
    if (frame.kind !== 'submit') throw new Error('the forwarder sends nothing but commands');
    sent.push({ peer, command: frame.command });
    return true;
  });
  const submission: Submission = {
    type: 'submit',
    correlation: 7,
    requestId: { brokerId: 2, brokerEpoch: 9, sequence: 1 },
    apiKey: ApiKey.UnregisterBroker,
    request: { brokerId: 5 },
    timeoutMs: 30_000,
    from: { post: (message) => void answers.push(message), onMessage: () => {} },
    isForwarded: false,
  };
  return { sent, answers, forwarder, submission };
}

test('a command whose answer is lost on the way is sent again under its id, and answered once', () => {
  const { answers, forwarder, sent, submission } = fixture();
  forwarder.setController(1, 0);
  forwarder.submit(submission, 0);
  for (let now = 25; now < 1_000; now += 25) forwarder.tick(now);
  expect(sent).toHaveLength(1);
  forwarder.tick(1_000);
  expect(sent).toHaveLength(2);
  expect(sent[1]!.command.requestId).toEqual(sent[0]!.command.requestId);
  const { correlation } = sent[1]!.command;
  const response = { throttleTimeMs: 0, errorCode: 0, errorMessage: null };
  const reply = { type: 'reply', correlation, errorCode: 0, response, index: 4 } as never;
  forwarder.onReply(reply, 1_010);
  forwarder.onReply(reply, 1_020);
  expect(answers).toMatchObject([{ type: 'reply', correlation: 7, index: 4 }]);
  forwarder.tick(5_000);
  expect(sent).toHaveLength(2);
});

test('nobody is asked again for what nobody waits for', () => {
  const { answers, forwarder, sent, submission } = fixture();
  forwarder.setController(1, 0);
  forwarder.submit({ ...submission, timeoutMs: 400 }, 0);
  forwarder.tick(400);
  forwarder.tick(5_000);
  expect(sent).toHaveLength(1);
  expect(answers).toEqual([]);
  expect(forwarder.size).toBe(0);
});
