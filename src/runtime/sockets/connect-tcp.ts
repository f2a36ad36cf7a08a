/** Dials TCP peers through node:net, for sessions between brokers. Runs on whichever thread calls it. */
import { connect } from 'node:net';
import type { Connect } from './connect.ts';
import { NodeSocket } from './node-socket.ts';

const KEEP_ALIVE_INITIAL_DELAY_MS = 10_000;

export const connectOverTcp: Connect = ({ host, port }, dialer) => {
  const socket = connect({
    host,
    port,
    noDelay: true,
    keepAlive: true,
    keepAliveInitialDelay: KEEP_ALIVE_INITIAL_DELAY_MS,
  });
  let isOver = false;
  const onError = (error: Error): void => {
    if (isOver) return;
    isOver = true;
    dialer.onConnectFailure(error);
  };
  socket.on('error', onError);
  socket.once('connect', () => {
    if (isOver) return;
    isOver = true;
    const connected = new NodeSocket(socket);
    socket.off('error', onError);
    dialer.onConnected(connected);
  });
  return () => {
    if (isOver) return;
    isOver = true;
    socket.destroy();
  };
};
