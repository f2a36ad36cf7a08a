"""confluent-kafka (librdkafka) behind the drivers' two commands (see ../README.md)."""
import base64
import json
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
        seen += 1
    consumer.close()
    if seen != count:
        sys.exit(f"read {seen} of {count} records in time")


if __name__ == "__main__":
    if sys.argv[1] == "produce":
        produce(sys.argv[2], sys.argv[3], sys.argv[4])
    else:
        consume(sys.argv[2], sys.argv[3].split(","), int(sys.argv[4]))
