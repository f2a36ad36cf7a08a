/**
 * The bit fields of operations that a client may do, as Kafka answers them where no authorizer is configured: everything
 * that the kind of resource knows. Bit n stands for AclOperation code n.
 */

/** Read, write, create, delete, alter, describe, describe and alter configs. */
export const TOPIC_OPERATIONS = bits(3, 4, 5, 6, 7, 8, 10, 11);

/** Create, alter, describe, cluster action, describe and alter configs, idempotent write. */
export const CLUSTER_OPERATIONS = bits(5, 7, 8, 9, 10, 11, 12);

/** Read, delete, describe, describe and alter configs. */
export const GROUP_OPERATIONS = bits(3, 6, 8, 10, 11);

/** The value of the field when nobody asked. */
export const OPERATIONS_NOT_ASKED = -2147483648;

function bits(...codes: number[]): number {
  return codes.reduce((field, code) => field | (1 << code), 0);
}
