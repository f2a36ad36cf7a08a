#!/bin/sh
# Fetches the jars that test/wire/java-differential.test.ts needs into .compat/jars (ignored by git), with Maven.
set -eu
cd "$(dirname "$0")/../../.."
target="$PWD/.compat/jars"
kafka="${KAFKA_VERSION:-4.4.0}"
pom="$(mktemp -d)/pom.xml"
trap 'rm -r "$(dirname "$pom")"' EXIT

dependency() { echo "<dependency><groupId>$1</groupId><artifactId>$2</artifactId><version>$3</version></dependency>"; }
{
  echo '<project xmlns="http://maven.apache.org/POM/4.0.0"><modelVersion>4.0.0</modelVersion>'
  echo '<groupId>chronik</groupId><artifactId>wire-oracle</artifactId><version>1</version><dependencies>'
  dependency org.apache.kafka kafka-clients "$kafka"
  dependency org.apache.kafka kafka-group-coordinator "$kafka"
  dependency org.apache.kafka kafka-transaction-coordinator "$kafka"
  dependency org.apache.kafka kafka-share-coordinator "$kafka"
  dependency com.fasterxml.jackson.core jackson-databind 2.21.2
  dependency org.slf4j slf4j-nop 1.7.36
  echo '</dependencies></project>'
} > "$pom"
mkdir -p "$target"
mvn -q -B -f "$pom" dependency:copy-dependencies -DoutputDirectory="$target"
echo "jars of Kafka $kafka are in .compat/jars"
