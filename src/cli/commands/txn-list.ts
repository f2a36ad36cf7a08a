import { listTransactions } from '../../client/transactions.ts';
import { CLUSTER_OPTIONS, JSON_OPTION, withClient } from '../cluster-options.ts';
import { type Command, EXIT_OK, type ParsedOptions, UsageError } from '../command.ts';
import { jsonLine } from '../config-output.ts';
import { formatTable } from '../table.ts';

const STATES = [
  'Empty',
  'Ongoing',
  'PrepareCommit',
  'PrepareAbort',
  'CompleteCommit',
  'CompleteAbort',
  'PrepareEpochFence',
  'Dead',
];

export const txnList: Command = {
  name: 'txn list',
  summary: 'List transactional ids and the state of their transactions',
  arguments: '',
  argumentCount: [0, 0],
  options: {
    ...CLUSTER_OPTIONS,
    state: { type: 'string', multiple: true, value: 'state,...', description: 'Only those in these states' },
    'producer-id': { type: 'string', multiple: true, value: 'id,...', description: 'Only those of these producers' },
    'duration-filter': { type: 'string', value: 'ms', description: 'Only transactions that run longer' },
    'transactional-id-pattern': { type: 'string', value: 'regex', description: 'Only ids that match (RE2)' },
    json: JSON_OPTION,
  },
  details: `States are ${STATES.join(', ')}; upper or lower case.`,
  async run(invocation) {
    const { options, io } = invocation;
    const filter = {
      states: states(options),
      producerIds: producerIds(options),
      longerThanMs: options.integer('duration-filter', -1, 0),
      transactionalIdPattern: options.text('transactional-id-pattern'),
    };
    const found = await withClient(invocation, (client) => listTransactions(client, filter));
    if (options.has('json')) await io.write(jsonLine(found));
    else {
      const columns = [
        { title: 'TRANSACTIONAL-ID' },
        { title: 'COORDINATOR', isNumber: true },
        { title: 'PRODUCER-ID', isNumber: true },
        { title: 'STATE' },
      ];
      await io.write(
        formatTable(
          columns,
          found.map(({ transactionalId, coordinator, producerId, state }) => [
            transactionalId,
            coordinator,
            producerId,
            state,
          ]),
        ),
      );
    }
    return EXIT_OK;
  },
};

function words(options: ParsedOptions, name: string): string[] {
  return options.texts(name).flatMap((text) => text.split(',').map((word) => word.trim()));
}

function states(options: ParsedOptions): string[] {
  return words(options, 'state').map((word) => {
    const found = STATES.find((state) => state.toLowerCase() === word.toLowerCase());
    if (found === undefined) throw new UsageError(`--state is one of ${STATES.join(', ')}, not '${word}'`);
    return found;
  });
}

function producerIds(options: ParsedOptions): number[] {
  return words(options, 'producer-id').map((word) => {
    if (!/^\d{1,16}$/.test(word)) throw new UsageError(`--producer-id takes numbers, not '${word}'`);
    return Number(word);
  });
}
