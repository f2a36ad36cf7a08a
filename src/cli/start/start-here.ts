/** `chronik start` with the broker it starts. One module, so that the bundle has one file of what a start needs. */
import { startBrokerFromConfig } from '../../broker/start-broker.ts';
import { startCommand } from '../commands/start.ts';

export const start = startCommand(startBrokerFromConfig);
