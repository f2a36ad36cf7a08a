#!/usr/bin/env bash
# Runs a single node of Apache Kafka (KRaft, combined mode) on loopback until it is ended.
#   start.sh DIRECTORY PORT [key=value ...]
# PORT is the clients', PORT+1 the controller's. An empty directory is formatted first; a used one is started again.
# Settings win over those below: node.id, listeners and controller.quorum.voters make it a node of a cluster.
# KAFKA_FORMAT_ONLY=1 ends after formatting. KAFKA_HEAP_OPTS and KAFKA_LOG_LEVEL (warn) apply. Garbage collector and heap are what Kafka's own script would use.
set -euo pipefail
here="$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)"
libs="${COMPAT_DIR:-$here/../../../.compat}/kafka/libs"
[ -d "$libs" ] || { echo "Apache Kafka's jars are missing: run 'npm run compat:fetch' first" >&2; exit 69; }
[ $# -ge 2 ] || { sed -n '2,6p' "${BASH_SOURCE[0]}" >&2; exit 64; }
directory="$1"; port="$2"; shift 2
mkdir -p "$directory"
properties="$directory/server.properties"
{
  echo "process.roles=broker,controller"
  echo "node.id=1"
  echo "controller.quorum.voters=1@127.0.0.1:$((port + 1))"
  echo "listeners=PLAINTEXT://127.0.0.1:$port,CONTROLLER://127.0.0.1:$((port + 1))"
  echo "advertised.listeners=PLAINTEXT://127.0.0.1:$port"
  echo "controller.listener.names=CONTROLLER"
  echo "listener.security.protocol.map=PLAINTEXT:PLAINTEXT,CONTROLLER:PLAINTEXT"
  echo "log.dirs=$directory/logs"
  echo "offsets.topic.replication.factor=1"
  echo "offsets.topic.num.partitions=4"
  echo "transaction.state.log.replication.factor=1"
  echo "transaction.state.log.min.isr=1"
  echo "transaction.state.log.num.partitions=4"
  echo "share.coordinator.state.topic.replication.factor=1"
  echo "share.coordinator.state.topic.min.isr=1"
  echo "share.coordinator.state.topic.num.partitions=4"
  echo "group.initial.rebalance.delay.ms=0"
  for setting in "$@"; do echo "$setting"; done
} > "$properties"
if [ ! -f "$directory/logs/meta.properties" ]; then
  "$here/tool.sh" kafka-storage format --cluster-id 4L6g3nShT-eMCtK--X86sw --config "$properties" > "$directory/format.log" 2>&1 \
    || { cat "$directory/format.log" >&2; exit 1; }
fi
if [ -n "${KAFKA_FORMAT_ONLY:-}" ]; then exit 0; fi
exec java ${KAFKA_HEAP_OPTS:--Xmx1G -Xms1G} -XX:+UseG1GC -XX:MaxGCPauseMillis=20 -XX:InitiatingHeapOccupancyPercent=35 -Xshare:auto \
  -Djava.awt.headless=true -Dkafka.log.level="${KAFKA_LOG_LEVEL:-warn}" -Dlog4j2.configurationFile="$here/log4j2.properties" \
  -cp "$libs/*" kafka.Kafka "$properties"
