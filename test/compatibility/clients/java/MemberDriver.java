import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.apache.kafka.clients.consumer.CommitFailedException;
import org.apache.kafka.clients.consumer.ConsumerRebalanceListener;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.RebalanceInProgressException;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;

/** Kafka's own Java consumer as a member that stays in its group (see ../README.md). */
public final class MemberDriver implements ConsumerRebalanceListener {
    private static final Map<String, String> ASSIGNORS = Map.of(
        "range", "org.apache.kafka.clients.consumer.RangeAssignor",
        "roundrobin", "org.apache.kafka.clients.consumer.RoundRobinAssignor",
        "cooperative-sticky", "org.apache.kafka.clients.consumer.CooperativeStickyAssignor");
    private static volatile boolean leaving;
    private final TreeSet<Integer> owned = new TreeSet<>();

    public static void main(String[] arguments) throws Exception {
        String topic = arguments[1];
        Map<String, Object> config = new HashMap<>(Map.of("bootstrap.servers", arguments[0], "auto.offset.reset", "earliest",
            "group.id", arguments[2], "enable.auto.commit", false));
        if (arguments[3].equals("consumer")) config.put("group.protocol", "consumer");
        else {
            config.put("partition.assignment.strategy", ASSIGNORS.get(arguments[3]));
            config.put("heartbeat.interval.ms", 500);
        }
        Thread input = new Thread(MemberDriver::waitForEnd);
        input.setDaemon(true);
        input.start();
        MemberDriver owner = new MemberDriver();
        try (KafkaConsumer<byte[], byte[]> consumer = new KafkaConsumer<>(config, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
            consumer.subscribe(List.of(topic), owner);
            while (!leaving) {
                ConsumerRecords<byte[], byte[]> records = consumer.poll(Duration.ofMillis(100));
                for (ConsumerRecord<byte[], byte[]> record : records) {
                    say("\"read\":[" + record.partition() + "," + record.offset() + "]");
                }
                if (records.isEmpty()) continue;
                try {
                    consumer.commitSync();
                } catch (RebalanceInProgressException | CommitFailedException e) {
                    System.err.println(e); // the next owner reads them again
                }
            }
        }
        say("\"owned\":[]");
    }

    private static void waitForEnd() {
        try {
            while (System.in.read() >= 0) continue;
        } catch (java.io.IOException e) {
            System.err.println(e);
        }
        leaving = true;
    }

    private static void say(String line) {
        System.out.println("{\"at\":" + System.currentTimeMillis() + "," + line + "}");
        System.out.flush();
    }

    @Override
    public void onPartitionsAssigned(Collection<TopicPartition> partitions) {
        for (TopicPartition partition : partitions) owned.add(partition.partition());
        say("\"owned\":" + owned);
    }

    @Override
    public void onPartitionsRevoked(Collection<TopicPartition> partitions) {
        for (TopicPartition partition : partitions) owned.remove(partition.partition());
        say("\"owned\":" + owned);
    }
}
