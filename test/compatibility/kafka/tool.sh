#!/usr/bin/env bash
# Runs a tool of Apache Kafka from the fetched jars, by the name of its shell script: tool.sh kafka-topics --list ...
# (or by class name). Memory, compiler and logging are kept small, since a test starts dozens of these; KAFKA_HEAP_OPTS and
# KAFKA_JVM_PERFORMANCE_OPTS change that, as in Kafka's own scripts.
set -euo pipefail
here="$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)"
libs="${COMPAT_DIR:-$here/../../../.compat}/kafka/libs"
[ -d "$libs" ] || { echo "Apache Kafka's jars are missing: run 'npm run compat:fetch' first" >&2; exit 69; }
name="${1%.sh}"; shift
case "$name" in
  kafka-topics) class=org.apache.kafka.tools.TopicCommand ;;
  kafka-configs) class=kafka.admin.ConfigCommand ;;
  kafka-get-offsets) class=org.apache.kafka.tools.GetOffsetShell ;;
  kafka-delete-records) class=org.apache.kafka.tools.DeleteRecordsCommand ;;
  kafka-log-dirs) class=org.apache.kafka.tools.LogDirsCommand ;;
  kafka-console-producer) class=org.apache.kafka.tools.ConsoleProducer ;;
  kafka-console-consumer) class=org.apache.kafka.tools.consumer.ConsoleConsumer ;;
  kafka-dump-log) class=org.apache.kafka.tools.DumpLogSegments ;;
  kafka-consumer-groups) class=org.apache.kafka.tools.consumer.group.ConsumerGroupCommand ;;
  kafka-share-groups) class=org.apache.kafka.tools.consumer.group.ShareGroupCommand ;;
  kafka-groups) class=org.apache.kafka.tools.GroupsCommand ;;
  kafka-transactions) class=org.apache.kafka.tools.TransactionsCommand ;;
  kafka-metadata-quorum) class=org.apache.kafka.tools.MetadataQuorumCommand ;;
  kafka-acls) class=org.apache.kafka.tools.AclCommand ;;
  kafka-features) class=org.apache.kafka.tools.FeatureCommand ;;
  kafka-leader-election) class=org.apache.kafka.tools.LeaderElectionCommand ;;
  kafka-reassign-partitions) class=org.apache.kafka.tools.reassign.ReassignPartitionsCommand ;;
  kafka-broker-api-versions) class=org.apache.kafka.tools.BrokerApiVersionsCommand ;;
  kafka-client-metrics) class=org.apache.kafka.tools.ClientMetricsCommand ;;
  kafka-cluster) class=org.apache.kafka.tools.ClusterTool ;;
  kafka-producer-perf-test) class=org.apache.kafka.tools.ProducerPerformance ;;
  kafka-consumer-perf-test) class=org.apache.kafka.tools.ConsumerPerformance ;;
  kafka-e2e-latency) class=org.apache.kafka.tools.EndToEndLatency ;;
  kafka-verifiable-producer) class=org.apache.kafka.tools.VerifiableProducer ;;
  kafka-verifiable-consumer) class=org.apache.kafka.tools.VerifiableConsumer ;;
  kafka-storage) class=kafka.tools.StorageTool ;;
  *) class="$name" ;;
esac
exec java ${KAFKA_HEAP_OPTS:--Xmx256m} ${KAFKA_JVM_PERFORMANCE_OPTS--XX:TieredStopAtLevel=1 -XX:+UseSerialGC} -Xshare:auto \
  -Dkafka.log.level="${KAFKA_LOG_LEVEL:-warn}" -Dlog4j2.configurationFile="$here/log4j2.properties" \
  -cp "$libs/*" "$class" "$@"
