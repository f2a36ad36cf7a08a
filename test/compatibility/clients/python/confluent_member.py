"""confluent-kafka (librdkafka) as a member that stays in its group (see ../README.md)."""
import json
import sys
import threading
import time

from confluent_kafka import Consumer

bootstrap, topic, group, assignor = sys.argv[1:]
owned = set()


def say(**line):
    print(json.dumps({"at": time.time() * 1000, **line}), flush=True)


def assigned(_consumer, partitions):
    owned.update(p.partition for p in partitions)
    say(owned=sorted(owned))


def revoked(_consumer, partitions):
    owned.difference_update(p.partition for p in partitions)
    say(owned=sorted(owned))


protocol = (
    {"group.protocol": "consumer"}
    if assignor == "consumer"
    else {"partition.assignment.strategy": assignor, "heartbeat.interval.ms": 500}
)
consumer = Consumer(
    {
        "bootstrap.servers": bootstrap,
        "group.id": group,
        "auto.offset.reset": "earliest",
        "auto.commit.interval.ms": 200,
        **protocol,
    }
)
consumer.subscribe([topic], on_assign=assigned, on_revoke=revoked, on_lost=revoked)
leaving = threading.Event()


def wait_for_end():
    sys.stdin.read()
    leaving.set()


threading.Thread(target=wait_for_end, daemon=True).start()
while not leaving.is_set():
    record = consumer.poll(0.1)
    if record is None:
        continue
    if record.error() is not None:
        sys.exit(str(record.error()))
    say(read=[record.partition(), record.offset()])
consumer.close()
say(owned=[])
