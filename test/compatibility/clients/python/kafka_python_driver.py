"""kafka-python behind the drivers' two commands (see ../README.md)."""
import base64
import json
import os
import sys

from kafka import KafkaConsumer, KafkaProducer, TopicPartition


def decode(text):
    return None if text is None else base64.b64decode(text)


def encode(data):
    return None if data is None else base64.b64encode(data).decode()


def produce(bootstrap, topic, codec):
    producer = KafkaProducer(
        bootstrap_servers=bootstrap,
        acks="all",
        compression_type=None if codec == "none" else codec,
        max_request_size=4 << 20,
        linger_ms=20,
    )
    futures = []
    for line in sys.stdin:
        record = json.loads(line)
        futures.append(
            producer.send(
                topic,
                key=decode(record["key"]),
                value=decode(record["value"]),
                headers=[(name, decode(value)) for name, value in record["headers"]],
                partition=record["partition"],
                timestamp_ms=record["timestamp"],
            )
        )
    producer.flush(60)
    for future in futures:
        future.get(60)
    producer.close()


def consume(bootstrap, topics, count):
    consumer = KafkaConsumer(
        bootstrap_servers=bootstrap,
        auto_offset_reset="earliest",
        enable_auto_commit=False,
        consumer_timeout_ms=15_000,
        check_crcs=True,
        isolation_level="read_committed" if os.environ.get("READ_COMMITTED") == "1" else "read_uncommitted",
    )
    partitions = [TopicPartition(t, p) for t in topics for p in sorted(consumer.partitions_for_topic(t))]
    consumer.assign(partitions)
    consumer.seek_to_beginning(*partitions)
    seen = 0
    for record in consumer:
        print(
            json.dumps(
                {
                    "topic": record.topic,
                    "partition": record.partition,
                    "offset": record.offset,
                    "timestamp": record.timestamp,
                    "key": encode(record.key),
                    "value": encode(record.value),
                    "headers": [[name, encode(value)] for name, value in record.headers],
                }
            )
        )
        seen += 1
        if seen == count:
            break
    consumer.close()
    if seen != count:
        sys.exit(f"read {seen} of {count} records in time")


def transact(bootstrap, topic, transactional_id, outcomes):
    producer = KafkaProducer(bootstrap_servers=bootstrap, transactional_id=transactional_id)
    producer.init_transactions()
    for n, outcome in enumerate(outcomes):
        producer.begin_transaction()
        for partition in range(2):
            producer.send(topic, value=f"{transactional_id}-{n}-{outcome}".encode(), partition=partition)
        producer.flush(30)
        if outcome == "c":
            producer.commit_transaction()
        else:
            producer.abort_transaction()
    producer.close()


if __name__ == "__main__":
    command, arguments = sys.argv[1], sys.argv[2:]
    if command == "produce":
        produce(*arguments)
    elif command == "consume":
        consume(arguments[0], arguments[1].split(","), int(arguments[2]))
    else:
        transact(*arguments)
