"""confluent-kafka (librdkafka) behind the drivers' two commands (see ../README.md)."""
import base64
import json
import os
import sys
import time

from confluent_kafka import OFFSET_BEGINNING, Consumer, Producer, TopicPartition


def decode(text):
    return None if text is None else base64.b64decode(text)


def encode(data):
    return None if data is None else base64.b64encode(data).decode()


def produce(bootstrap, topic, codec):
    producer = Producer(
        {
            "bootstrap.servers": bootstrap,
            "enable.idempotence": True,
            "compression.type": codec,
            "linger.ms": 20,
            "message.max.bytes": 4 << 20,
            "message.timeout.ms": 60_000,
        }
    )
    failures = []

    def delivered(error, _message):
        if error is not None:
            failures.append(str(error))

    for line in sys.stdin:
        record = json.loads(line)
        producer.produce(
            topic,
            key=decode(record["key"]),
            value=decode(record["value"]),
            headers=[(name, decode(value)) for name, value in record["headers"]],
            partition=record["partition"],
            timestamp=record["timestamp"],
            on_delivery=delivered,
        )
        producer.poll(0)
    left = producer.flush(60)
    if left or failures:
        sys.exit(f"{left} records not delivered; {failures[:3]}")


def consume(bootstrap, topics, count):
    # The group id is only a formality of the library: partitions are assigned by hand and nothing is committed.
    consumer = Consumer(
        {
            "bootstrap.servers": bootstrap,
            "group.id": "unused",
            "enable.auto.commit": False,
            "check.crcs": True,
            "fetch.message.max.bytes": 4 << 20,
            "allow.auto.create.topics": False,
            "isolation.level": "read_committed" if os.environ.get("READ_COMMITTED") == "1" else "read_uncommitted",
        }
    )
    metadata = consumer.list_topics(timeout=10)
    consumer.assign([TopicPartition(t, p, OFFSET_BEGINNING) for t in topics for p in metadata.topics[t].partitions])
    seen = 0
    deadline = time.monotonic() + 15
    while seen < count and time.monotonic() < deadline:
        record = consumer.poll(1.0)
        if record is None:
            continue
        if record.error() is not None:
            sys.exit(str(record.error()))
        show(record)
        seen += 1
    consumer.close()
    if seen != count:
        sys.exit(f"read {seen} of {count} records in time")


def show(record):
    print(
        json.dumps(
            {
                "topic": record.topic(),
                "partition": record.partition(),
                "offset": record.offset(),
                "timestamp": record.timestamp()[1],
                "key": encode(record.key()),
                "value": encode(record.value()),
                "headers": [[name, encode(value)] for name, value in record.headers() or []],
            }
        )
    )


def group(bootstrap, topic, group_id, protocol, count):
    consumer = Consumer(
        {
            "bootstrap.servers": bootstrap,
            "group.id": group_id,
            "group.protocol": protocol,
            "enable.auto.commit": False,
            "auto.offset.reset": "earliest",
        }
    )
    consumer.subscribe([topic])
    seen = 0
    positions = {}
    deadline = time.monotonic() + 30
    while seen < count and time.monotonic() < deadline:
        record = consumer.poll(0.5)
        if record is None:
            continue
        if record.error() is not None:
            sys.exit(str(record.error()))
        positions[record.partition()] = record.offset() + 1
        show(record)
        seen += 1
    if positions:
        consumer.commit(offsets=[TopicPartition(topic, p, o) for p, o in positions.items()], asynchronous=False)
    consumer.close()
    if seen != count:
        sys.exit(f"read {seen} of {count} records in time")


def transact(bootstrap, topic, transactional_id, outcomes):
    producer = Producer({"bootstrap.servers": bootstrap, "transactional.id": transactional_id})
    producer.init_transactions(30)
    for n, outcome in enumerate(outcomes):
        producer.begin_transaction()
        for partition in range(2):
            producer.produce(topic, value=f"{transactional_id}-{n}-{outcome}", partition=partition)
        producer.flush(30)
        if outcome == "c":
            producer.commit_transaction(30)
        else:
            producer.abort_transaction(30)


if __name__ == "__main__":
    command, arguments = sys.argv[1], sys.argv[2:]
    if command == "produce":
        produce(*arguments)
    elif command == "consume":
        consume(arguments[0], arguments[1].split(","), int(arguments[2]))
    elif command == "group":
        group(*arguments[:4], int(arguments[4]))
    else:
        transact(*arguments)
