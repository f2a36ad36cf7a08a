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
	if len(os.Args) != 5 {
		fail("usage: produce BOOTSTRAP TOPIC CODEC | consume BOOTSTRAP TOPICS COUNT")
	}
	if os.Args[1] == "produce" {
		ctx, cancel := context.WithTimeout(context.Background(), 60*time.Second)
		defer cancel()
		produce(ctx, os.Args[2], os.Args[3], os.Args[4])
	} else {
		count, err := strconv.Atoi(os.Args[4])
		if err != nil {
			fail("%v", err)
		}
		ctx, cancel := context.WithTimeout(context.Background(), 15*time.Second)
		defer cancel()
		consume(ctx, os.Args[2], strings.Split(os.Args[3], ","), count)
	}
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

func consume(ctx context.Context, bootstrap string, topics []string, count int) {
	client, err := kgo.NewClient(
		kgo.SeedBrokers(strings.Split(bootstrap, ",")...),
		kgo.ConsumeTopics(topics...),
		kgo.ConsumeResetOffset(kgo.NewOffset().AtStart()),
		kgo.FetchMaxBytes(16<<20),
	)
	if err != nil {
		fail("%v", err)
	}
	defer client.Close()
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
			seen++
		})
	}
	if err := out.Flush(); err != nil {
		fail("%v", err)
	}
}
