/**
 * Frames of the metadata channel between nodes: messages about the log, and commands on their way to the controller and
 * back. A byte says which.
 */
import { ByteReader } from '../../core/bytes/byte-reader.ts';
import { ByteWriter } from '../../core/bytes/byte-writer.ts';
import { DecodeError } from '../../core/bytes/decode-error.ts';
import {
  type CommandApiKey,
  type CommandResponse,
  commandCodec,
  isCommandApiKey,
} from '../../core/metadata/commands.ts';
import type { RequestId } from '../../core/metadata/request-results.ts';
import { readLogMessage, writeLogMessage } from '../../core/metadata-log/message-codec.ts';
import type { LogMessage } from '../../core/metadata-log/messages.ts';
import { MAX_CONTROL_FRAME_BYTES } from '../control-net/control-network.ts';
import type { FromController, ToController } from './controller-messages.ts';

const Kind = { LOG: 1, SUBMIT: 2, REPLY: 3 } as const;
const SUBMIT_HEAD_BYTES = 48;

/** Most bytes of a command or an entry: half of what the network takes, so that what surrounds it has room. */
export const MOST_FRAME_BYTES = MAX_CONTROL_FRAME_BYTES.metadata / 2;

export interface ForwardedCommand {
  /** The forwarding node's; echoed by the reply. */
  readonly correlation: number;
  readonly requestId: RequestId | null;
  readonly apiKey: CommandApiKey;
  readonly request: Extract<ToController, { type: 'submit' }>['request'];
}

export type Reply = Extract<FromController, { type: 'reply' }>;

export type PeerFrame =
  | { readonly kind: 'log'; readonly message: LogMessage }
  | { readonly kind: 'submit'; readonly command: ForwardedCommand }
  | { readonly kind: 'reply'; readonly reply: Reply };

export function encodeLogMessage(message: LogMessage): Uint8Array {
  const writer = new ByteWriter(128);
  writer.uint8(Kind.LOG);
  writeLogMessage(writer, message);
  return writer.toBytes();
}

export function encodeSubmit({ correlation, requestId, apiKey, request }: ForwardedCommand): Uint8Array {
  const writer = new ByteWriter(SUBMIT_HEAD_BYTES + 256);
  writer.uint8(Kind.SUBMIT);
  writer.int64(correlation);
  writer.bool(requestId !== null);
  if (requestId !== null) {
    writer.int32(requestId.brokerId);
    writer.int64(requestId.brokerEpoch);
    writer.uint32(requestId.sequence);
  }
  const { version, writeRequest } = commandCodec(apiKey);
  writer.int16(apiKey);
  writer.int16(version);
  writeRequest(writer, request as never, version);
  return writer.toBytes();
}

export function encodeReply(reply: Reply, apiKey: CommandApiKey): Uint8Array {
  const writer = new ByteWriter(256);
  writer.uint8(Kind.REPLY);
  writer.int64(reply.correlation);
  writer.int16(reply.errorCode);
  writer.int64(reply.index);
  writer.int16(apiKey);
  const { version, writeResponse } = commandCodec(apiKey);
  writer.int16(reply.response === null ? -1 : version);
  if (reply.response !== null) writeResponse(writer, reply.response as never, version);
  return writer.toBytes();
}

/** Throws DecodeError. */
export function decodePeerFrame(bytes: Uint8Array): PeerFrame {
  const reader = new ByteReader(bytes);
  const kind = reader.uint8();
  switch (kind) {
    case Kind.LOG:
      return { kind: 'log', message: readLogMessage(reader) };
    case Kind.SUBMIT:
      return { kind: 'submit', command: readSubmit(reader) };
    case Kind.REPLY:
      return { kind: 'reply', reply: readReply(reader) };
    default:
      throw new DecodeError(`frame kind ${kind} is unknown`);
  }
}

function readSubmit(reader: ByteReader): ForwardedCommand {
  const correlation = reader.int64();
  const requestId = reader.bool()
    ? { brokerId: reader.int32(), brokerEpoch: reader.int64(), sequence: reader.uint32() }
    : null;
  const apiKey = readApiKey(reader);
  const version = reader.int16();
  return { correlation, requestId, apiKey, request: commandCodec(apiKey).readRequest(reader, version) };
}

function readReply(reader: ByteReader): Reply {
  const correlation = reader.int64();
  const errorCode = reader.int16();
  const index = reader.int64();
  const apiKey = readApiKey(reader);
  const version = reader.int16();
  const response: CommandResponse<CommandApiKey> | null =
    version === -1 ? null : commandCodec(apiKey).readResponse(reader, version);
  return { type: 'reply', correlation, errorCode, index, response };
}

function readApiKey(reader: ByteReader): CommandApiKey {
  const apiKey = reader.int16();
  if (!isCommandApiKey(apiKey)) throw new DecodeError(`api key ${apiKey} is no command`);
  return apiKey;
}
