// Apache Kafka's own log, driven by one command per line on stdin and answering one line each: the oracle of
// kafka-oracle.test.ts. Arguments are separated by blanks; records are hex.
import java.io.BufferedReader;
import java.io.File;
import java.io.InputStreamReader;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.apache.kafka.common.compress.Compression;
import org.apache.kafka.common.protocol.Errors;
import org.apache.kafka.common.record.internal.MemoryRecords;
import org.apache.kafka.common.record.internal.SimpleRecord;
import org.apache.kafka.common.requests.ProduceRequest;
import org.apache.kafka.common.utils.Time;
import org.apache.kafka.server.common.RequestLocal;
import org.apache.kafka.server.util.Scheduler;
import org.apache.kafka.storage.internals.log.*;
import org.apache.kafka.storage.internals.utils.Throttler;
import org.apache.kafka.storage.log.metrics.BrokerTopicStats;

public class KafkaLog {
    static class Clock implements Time {
        long now = 0;
        public long milliseconds() { return now; }
        public long nanoseconds() { return now * 1_000_000; }
        public void sleep(long ms) { now += ms; }
        public void waitObject(Object object, Supplier<Boolean> condition, long deadline) { }
    }

    /** Background work is put off for ever: what it would delete or flush is not looked at. */
    static class NoScheduler implements Scheduler {
        final ScheduledThreadPoolExecutor timers = new ScheduledThreadPoolExecutor(1);
        public void startup() { }
        public void shutdown() { }
        public ScheduledFuture<?> schedule(String name, Runnable task, long delayMs, long periodMs) {
            if (name.contains("leader-epoch")) task.run(); // the checkpoint follows a truncation from the background
            return timers.schedule(task, 1, TimeUnit.DAYS);
        }
        public void resizeThreadPool(int size) { }
    }

    static final Clock clock = new Clock();
    static UnifiedLog log;

    static MemoryRecords records(String hex) {
        return MemoryRecords.readableRecords(ByteBuffer.wrap(HexFormat.of().parseHex(hex)));
    }

    static String append(MemoryRecords records, int epoch, AppendOrigin origin, short transactionVersion) {
        LogAppendInfo info = log.appendAsLeader(records, epoch, origin, RequestLocal.noCaching(), VerificationGuard.SENTINEL, transactionVersion);
        return "OK " + info.firstOffset() + " " + info.lastOffset() + " " + info.logAppendTime();
    }

    static String run(String[] args) throws Exception {
        switch (args[0]) {
            case "open": {
                Map<String, Object> config = new HashMap<>();
                for (int i = 2; i < args.length; i++) config.put(args[i].split("=")[0], args[i].split("=")[1]);
                log = UnifiedLog.create(new File(args[1]), new LogConfig(config), 0, 0, new NoScheduler(), new BrokerTopicStats(), clock,
                    15 * 60_000, new ProducerStateManagerConfig(86_400_000, false), 600_000, new LogDirFailureChannel(10), true, Optional.empty());
                return "OK";
            }
            case "time":
                clock.now = Long.parseLong(args[1]);
                return "OK";
            case "client": {
                MemoryRecords records = records(args.length > 3 ? args[3] : "");
                ProduceRequest.validateRecords(Short.parseShort(args[1]), records);
                return append(records, Integer.parseInt(args[2]), AppendOrigin.CLIENT, (short) -1);
            }
            case "coordinator":
                return append(records(args[3]), Integer.parseInt(args[1]), AppendOrigin.COORDINATOR, Short.parseShort(args[2]));
            case "epoch":
                log.assignEpochStartOffset(Integer.parseInt(args[1]), log.logEndOffset());
                return "OK";
            case "hw":
                log.updateHighWatermark(Long.parseLong(args[1]));
                return "OK " + log.lastStableOffset();
            case "truncate":
                log.truncateTo(Long.parseLong(args[1]));
                return "OK " + log.logEndOffset();
            case "epochEnd": {
                Map.Entry<Integer, Long> end = log.leaderEpochCache().endOffsetFor(Integer.parseInt(args[1]), log.logEndOffset());
                return "OK " + end.getKey() + " " + end.getValue();
            }
            case "aborted":
                return ("OK " + log.collectAbortedTransactions(Long.parseLong(args[1]), Long.parseLong(args[2])).stream()
                    .map(t -> t.producerId() + ":" + t.firstOffset()).collect(Collectors.joining(" "))).trim();
            case "search":
                return log.fetchOffsetByTimestamp(Long.parseLong(args[1]), Optional.empty()).timestampAndOffsetOpt()
                    .map(found -> "OK " + found.offset + " " + found.timestamp).orElse("OK none");
            case "start":
                log.updateHighWatermark(log.logEndOffset());
                log.maybeIncrementLogStartOffset(Long.parseLong(args[1]), LogStartOffsetIncrementReason.ClientRecordDeletion);
                return "OK";
            case "retain":
                return "OK " + log.deleteOldSegments();
            case "roll":
                log.roll();
                return "OK " + log.activeSegment().baseOffset();
            case "clean": {
                long uncleanable = log.activeSegment().baseOffset();
                Cleaner cleaner = new Cleaner(0, new SkimpyOffsetMap(1 << 20), 1 << 16, 1 << 20, 0.9,
                    new Throttler(1e12, 300, "cleaner", "bytes", clock), clock, partition -> { });
                return "OK " + cleaner.doClean(new LogToClean(log, 0, uncleanable, true), clock.now).getKey();
            }
            case "encode": {
                // codec, then key and value of each record, all hex; answers with the batch
                SimpleRecord[] list = new SimpleRecord[(args.length - 2) / 2];
                for (int i = 0; i < list.length; i++)
                    list[i] = new SimpleRecord(1000 + i, HexFormat.of().parseHex(args[2 + 2 * i]), HexFormat.of().parseHex(args[3 + 2 * i]));
                ByteBuffer buffer = MemoryRecords.withRecords(Compression.of(args[1]).build(), list).buffer();
                byte[] bytes = new byte[buffer.remaining()];
                buffer.get(bytes);
                return "OK " + HexFormat.of().formatHex(bytes);
            }
            case "close":
                log.flush(true);
                log.close();
                return "OK";
            default:
                return "UNKNOWN";
        }
    }

    public static void main(String[] ignored) throws Exception {
        BufferedReader in = new BufferedReader(new InputStreamReader(System.in));
        for (String line = in.readLine(); line != null; line = in.readLine()) {
            String answer;
            try {
                answer = run(line.split(" "));
            } catch (Throwable error) {
                Throwable cause = error instanceof RecordValidationException r ? r.invalidException() : error;
                String records = error instanceof RecordValidationException r
                    ? r.recordErrors().stream().map(e -> String.valueOf(e.batchIndex)).collect(Collectors.joining(","))
                    : "";
                answer = "ERR " + Errors.forException(cause).code() + " [" + records + "] " + String.valueOf(cause.getMessage()).replace('\n', ' ');
            }
            System.out.println(answer);
        }
        System.exit(0);
    }
}
