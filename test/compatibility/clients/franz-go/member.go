package main

import (
	"context"
	"encoding/json"
	"io"
	"os"
	"sort"
	"strings"
	"sync"
	"time"

	"github.com/twmb/franz-go/pkg/kgo"
)

// member stays in its group until the end of the standard input (see ../README.md).
func member(bootstrap, topic, group, assignor string) {
	var lock sync.Mutex
	owned := map[int32]bool{}
	encoder := json.NewEncoder(os.Stdout)
	say := func(name string, what any) {
		if err := encoder.Encode(map[string]any{"at": time.Now().UnixMilli(), name: what}); err != nil {
			fail("%v", err)
		}
	}
	sayOwned := func() {
		partitions := []int{}
		for partition := range owned {
			partitions = append(partitions, int(partition))
		}
		sort.Ints(partitions)
		say("owned", partitions)
	}
	revoked := func(_ context.Context, _ *kgo.Client, lost map[string][]int32) {
		lock.Lock()
		defer lock.Unlock()
		for _, partition := range lost[topic] {
			delete(owned, partition)
		}
		sayOwned()
	}
	options := []kgo.Opt{
		kgo.SeedBrokers(strings.Split(bootstrap, ",")...),
		kgo.ConsumerGroup(group),
		kgo.ConsumeTopics(topic),
		kgo.ConsumeResetOffset(kgo.NewOffset().AtStart()),
		kgo.AutoCommitInterval(200 * time.Millisecond),
		kgo.HeartbeatInterval(500 * time.Millisecond),
		kgo.OnPartitionsAssigned(func(_ context.Context, _ *kgo.Client, added map[string][]int32) {
			lock.Lock()
			defer lock.Unlock()
			for _, partition := range added[topic] {
				owned[partition] = true
			}
			sayOwned()
		}),
		kgo.OnPartitionsRevoked(revoked),
		kgo.OnPartitionsLost(revoked),
	}
	switch assignor {
	case "consumer":
		options = append(options, kgo.Balancers(kgo.RangeBalancer()), kgo.ServerSideBalancer())
	case "range":
		options = append(options, kgo.Balancers(kgo.RangeBalancer()))
	case "roundrobin":
		options = append(options, kgo.Balancers(kgo.RoundRobinBalancer()))
	case "cooperative-sticky":
		options = append(options, kgo.Balancers(kgo.CooperativeStickyBalancer()))
	default:
		fail("no assignor %s", assignor)
	}
	client, err := kgo.NewClient(options...)
	if err != nil {
		fail("%v", err)
	}
	ctx, leave := context.WithCancel(context.Background())
	go func() {
		_, _ = io.Copy(io.Discard, os.Stdin)
		leave()
	}()
	for ctx.Err() == nil {
		client.PollFetches(ctx).EachRecord(func(input *kgo.Record) {
			lock.Lock()
			defer lock.Unlock()
			say("read", []int64{int64(input.Partition), input.Offset})
		})
	}
	if err := client.CommitUncommittedOffsets(context.Background()); err != nil {
		fail("%v", err)
	}
	client.Close()
	lock.Lock()
	say("owned", []int{})
}
