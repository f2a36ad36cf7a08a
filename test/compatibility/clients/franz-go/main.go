// franz-go behind the drivers' two commands (see ../README.md).
package main

import (
	"bufio"
	"context"
	"encoding/json"
	"fmt"
	"os"
	"strconv"
	"strings"
	"time"

	"github.com/twmb/franz-go/pkg/kgo"
)

type record struct {
	Topic     string   `json:"topic"`
	Partition int32    `json:"partition"`
	Offset    int64    `json:"offset"`
	Timestamp int64    `json:"timestamp"`
	Key       []byte   `json:"key"`
	Value     []byte   `json:"value"`
	Headers   [][2]any `json:"headers"`
}

var codecs = map[string]kgo.CompressionCodec{
	"none": kgo.NoCompression(), "gzip": kgo.GzipCompression(), "snappy": kgo.SnappyCompression(),
	"lz4": kgo.Lz4Compression(), "zstd": kgo.ZstdCompression(),
}

func fail(format string, arguments ...any) {
	fmt.Fprintf(os.Stderr, format+"\n", arguments...)
	os.Exit(1)
}

func main() {
	if len(os.Args) < 5 {
		fail("usage: produce BOOTSTRAP TOPIC CODEC | consume BOOTSTRAP TOPICS COUNT | group BOOTSTRAP TOPIC GROUP PROTOCOL COUNT | member BOOTSTRAP TOPIC GROUP ASSIGNOR | transact BOOTSTRAP TOPIC ID OUTCOMES")
	}
	if os.Args[1] == "member" {
		member(os.Args[2], os.Args[3], os.Args[4], os.Args[5])
		return
	}
	limit := map[string]time.Duration{"produce": 60, "consume": 15, "group": 30, "transact": 60}[os.Args[1]]
	ctx, cancel := context.WithTimeout(context.Background(), limit*time.Second)
	defer cancel()
	switch os.Args[1] {
	case "produce":
		produce(ctx, os.Args[2], os.Args[3], os.Args[4])
	case "consume":
		level := kgo.ReadUncommitted()
		if os.Getenv("READ_COMMITTED") == "1" {
			level = kgo.ReadCommitted()
		}
		consume(ctx, os.Args[2], number(os.Args[4]), kgo.ConsumeTopics(strings.Split(os.Args[3], ",")...), kgo.FetchIsolationLevel(level))
	case "group":
		consume(ctx, os.Args[2], number(os.Args[6]), kgo.ConsumeTopics(os.Args[3]), kgo.ConsumerGroup(os.Args[4]), kgo.DisableAutoCommit())
	case "transact":
		transact(ctx, os.Args[2], os.Args[3], os.Args[4], os.Args[5])
	}
}

func number(text string) int {
	count, err := strconv.Atoi(text)
	if err != nil {
		fail("%v", err)
	}
	return count
}

// headerValue turns the JSON form of a header value (base64 or null) into bytes.
func headerValue(raw any) []byte {
	if raw == nil {
		return nil
	}
	quoted, _ := json.Marshal(raw)
	var bytes []byte
	if err := json.Unmarshal(quoted, &bytes); err != nil {
		fail("header value: %v", err)
	}
	return bytes
}

func produce(ctx context.Context, bootstrap, topic, codec string) {
	client, err := kgo.NewClient(
		kgo.SeedBrokers(strings.Split(bootstrap, ",")...),
		kgo.RecordPartitioner(kgo.ManualPartitioner()),
		kgo.ProducerBatchCompression(codecs[codec]),
		kgo.ProducerBatchMaxBytes(4<<20),
		kgo.ProducerLinger(20*time.Millisecond),
	)
	if err != nil {
		fail("%v", err)
	}
	defer client.Close()
	lines := bufio.NewReaderSize(os.Stdin, 8<<20)
	for {
		line, err := lines.ReadBytes('\n')
		if len(line) > 1 {
			var input record
			if err := json.Unmarshal(line, &input); err != nil {
				fail("%v", err)
			}
			output := &kgo.Record{
				Topic: topic, Partition: input.Partition, Timestamp: time.UnixMilli(input.Timestamp), Key: input.Key, Value: input.Value,
			}
			for _, pair := range input.Headers {
				output.Headers = append(output.Headers, kgo.RecordHeader{Key: pair[0].(string), Value: headerValue(pair[1])})
			}
			client.Produce(ctx, output, func(_ *kgo.Record, err error) {
				if err != nil {
					fail("%v", err)
				}
			})
		}
		if err != nil {
			break
		}
	}
	if err := client.Flush(ctx); err != nil {
		fail("%v", err)
	}
}

// consume reads count records; as a member of a group it then commits them, and no others.
func consume(ctx context.Context, bootstrap string, count int, options ...kgo.Opt) {
	client, err := kgo.NewClient(append(options,
		kgo.SeedBrokers(strings.Split(bootstrap, ",")...),
		kgo.ConsumeResetOffset(kgo.NewOffset().AtStart()),
		kgo.FetchMaxBytes(16<<20),
	)...)
	if err != nil {
		fail("%v", err)
	}
	defer client.Close()
	var handled []*kgo.Record
	out := bufio.NewWriter(os.Stdout)
	encoder := json.NewEncoder(out)
	seen := 0
	for seen < count {
		fetches := client.PollFetches(ctx)
		if errs := fetches.Errors(); len(errs) > 0 {
			out.Flush()
			fail("read %d of %d records in time: %v", seen, count, errs[0].Err)
		}
		fetches.EachRecord(func(input *kgo.Record) {
			if seen >= count {
				return
			}
			output := record{
				Topic: input.Topic, Partition: input.Partition, Offset: input.Offset, Timestamp: input.Timestamp.UnixMilli(),
				Key: input.Key, Value: input.Value, Headers: [][2]any{},
			}
			for _, h := range input.Headers {
				output.Headers = append(output.Headers, [2]any{h.Key, h.Value})
			}
			if err := encoder.Encode(output); err != nil {
				fail("%v", err)
			}
			handled = append(handled, input)
			seen++
		})
	}
	if name, _ := client.GroupMetadata(); name != "" {
		if err := client.CommitRecords(ctx, handled...); err != nil {
			fail("%v", err)
		}
	}
	if err := out.Flush(); err != nil {
		fail("%v", err)
	}
}

func transact(ctx context.Context, bootstrap, topic, id, outcomes string) {
	client, err := kgo.NewClient(
		kgo.SeedBrokers(strings.Split(bootstrap, ",")...),
		kgo.RecordPartitioner(kgo.ManualPartitioner()),
		kgo.TransactionalID(id),
	)
	if err != nil {
		fail("%v", err)
	}
	defer client.Close()
	for n, outcome := range outcomes {
		if err := client.BeginTransaction(); err != nil {
			fail("%v", err)
		}
		value := []byte(fmt.Sprintf("%s-%d-%c", id, n, outcome))
		records := []*kgo.Record{{Topic: topic, Partition: 0, Value: value}, {Topic: topic, Partition: 1, Value: value}}
		if err := client.ProduceSync(ctx, records...).FirstErr(); err != nil {
			fail("%v", err)
		}
		if err := client.EndTransaction(ctx, kgo.TransactionEndTry(outcome == 'c')); err != nil {
			fail("%v", err)
		}
	}
}
