#!/usr/bin/env bash
# Brings the outside oracles into .compat/ (git-ignored), each by its language's own package client: Apache Kafka's
# broker and tools, a Java driver, kafka-python and confluent-kafka, franz-go, and with --rdkafka node-rdkafka, which
# compiles for some minutes. What a machine lacks the runtime for is left out by name; the tests then skip it by name.
#   fetch.sh [--rdkafka]
set -uo pipefail
here="$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)"
compat="${COMPAT_DIR:-$here/../../.compat}"
mkdir -p "$compat"; compat="$(cd "$compat" && pwd)"
missing=0
leave_out() { echo "left out: $1: $2" >&2; missing=1; }
has() { command -v "$1" > /dev/null 2>&1; }

if has mvn && has javac; then
  echo "Apache Kafka (Maven) ..."
  mvn -q -B -f "$here/kafka/pom.xml" dependency:copy-dependencies -DincludeScope=runtime \
    -DoutputDirectory="$compat/kafka/libs" || leave_out "Apache Kafka" "mvn failed"
  mkdir -p "$compat/java"
  javac -nowarn -cp "$compat/kafka/libs/*" -d "$compat/java" "$here"/clients/java/*.java || leave_out "Java driver" "javac failed"
else
  leave_out "Apache Kafka, its tools and the Java client" "needs a JDK (17 or newer) and mvn"
fi

if ! has kcat; then
  if has apt-get && [ "$(id -u)" = 0 ]; then
    apt-get update -qq && apt-get install -y -qq kcat > /dev/null || leave_out "kcat" "apt-get failed"
  else
    leave_out "kcat" "install it with the system's package manager"
  fi
fi

if has python3; then
  echo "kafka-python, confluent-kafka (pip) ..."
  { [ -x "$compat/python/bin/python" ] || python3 -m venv "$compat/python"; } &&
    "$compat/python/bin/pip" install -q --disable-pip-version-check -r "$here/clients/python/requirements.txt" ||
    leave_out "Python clients" "venv or pip failed"
else
  leave_out "Python clients" "needs python3"
fi

if has go; then
  echo "franz-go (go) ..."
  (cd "$here/clients/franz-go" && go build -o "$compat/franz-go" .) || leave_out "franz-go" "go build failed"
else
  leave_out "franz-go" "needs go"
fi

if [ "${1:-}" = "--rdkafka" ]; then
  echo "node-rdkafka (npm, compiles librdkafka) ..."
  # Without zstd's headers librdkafka builds, but cannot speak zstd.
  if has apt-get && [ "$(id -u)" = 0 ]; then apt-get install -y -qq libzstd-dev > /dev/null || leave_out "zstd in node-rdkafka" "apt-get failed"; fi
  npm install --prefix "$compat/node-rdkafka" --no-audit --no-fund --loglevel=error node-rdkafka@3.6.1 || leave_out "node-rdkafka" "npm or its build failed"
fi
exit "$missing"
