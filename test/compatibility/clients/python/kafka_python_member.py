"""kafka-python as a member that stays in its group (see ../README.md)."""
import json
import sys
import threading
import time

from kafka import KafkaConsumer
from kafka.consumer.subscription_state import ConsumerRebalanceListener
from kafka.coordinator.assignors.cooperative_sticky import CooperativeStickyAssignor
from kafka.coordinator.assignors.range import RangePartitionAssignor
from kafka.coordinator.assignors.roundrobin import RoundRobinPartitionAssignor

ASSIGNORS = {
    "range": RangePartitionAssignor,
    "roundrobin": RoundRobinPartitionAssignor,
    "cooperative-sticky": CooperativeStickyAssignor,
}
bootstrap, topic, group, assignor = sys.argv[1:]
owned = set()


def say(**line):
    print(json.dumps({"at": time.time() * 1000, **line}), flush=True)


class Owner(ConsumerRebalanceListener):
    def on_partitions_revoked(self, revoked):
        owned.difference_update(p.partition for p in revoked)
        say(owned=sorted(owned))

    def on_partitions_assigned(self, assigned):
        owned.update(p.partition for p in assigned)
        say(owned=sorted(owned))


consumer = KafkaConsumer(
    bootstrap_servers=bootstrap,
    group_id=group,
    auto_offset_reset="earliest",
    enable_auto_commit=True,
    auto_commit_interval_ms=200,
    heartbeat_interval_ms=500,
    partition_assignment_strategy=(ASSIGNORS[assignor],),
)
consumer.subscribe([topic], listener=Owner())
leaving = threading.Event()


def wait_for_end():
    sys.stdin.read()
    leaving.set()


threading.Thread(target=wait_for_end, daemon=True).start()
while not leaving.is_set():
    # A poll that ends just as the answer to SyncGroup comes loses the assignment, whatever the broker: long polls.
    for records in consumer.poll(timeout_ms=3_000).values():
        for record in records:
            say(read=[record.partition, record.offset])
consumer.close()
say(owned=[])
