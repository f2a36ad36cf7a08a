import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Future;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;

/** Kafka's own Java client behind the drivers' two commands (see ../README.md). */
public final class RecordDriver {
    private static final ObjectMapper JSON = new ObjectMapper();

    public static void main(String[] arguments) throws Exception {
        switch (arguments[0]) {
            case "produce" -> produce(arguments[1], arguments[2], arguments[3]);
            case "consume" -> consume(arguments[1], Arrays.asList(arguments[2].split(",")), Integer.parseInt(arguments[3]));
            case "group" -> group(arguments[1], arguments[2], arguments[3], arguments[4], Integer.parseInt(arguments[5]));
            case "transact" -> transact(arguments[1], arguments[2], arguments[3], arguments[4]);
            default -> throw new IllegalArgumentException(arguments[0]);
        }
    }

    private static byte[] bytes(JsonNode node) {
        return node == null || node.isNull() ? null : Base64.getDecoder().decode(node.asText());
    }

    private static String text(byte[] bytes) {
        return bytes == null ? null : Base64.getEncoder().encodeToString(bytes);
    }

    private static void produce(String bootstrap, String topic, String codec) throws Exception {
        Map<String, Object> config = Map.of(
            "bootstrap.servers", bootstrap, "acks", "all", "enable.idempotence", true, "compression.type", codec,
            "linger.ms", 20, "max.request.size", 4 << 20);
        List<Future<RecordMetadata>> sent = new ArrayList<>();
        BufferedReader lines = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        try (KafkaProducer<byte[], byte[]> producer = new KafkaProducer<>(config, new ByteArraySerializer(), new ByteArraySerializer())) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                JsonNode input = JSON.readTree(line);
                ProducerRecord<byte[], byte[]> record = new ProducerRecord<>(topic, input.get("partition").asInt(),
                    input.get("timestamp").asLong(), bytes(input.get("key")), bytes(input.get("value")));
                for (JsonNode header : input.get("headers")) record.headers().add(header.get(0).asText(), bytes(header.get(1)));
                sent.add(producer.send(record));
            }
            for (Future<RecordMetadata> future : sent) future.get();
        }
    }

    private static void consume(String bootstrap, List<String> topics, int count) throws Exception {
        Map<String, Object> config = Map.of("bootstrap.servers", bootstrap, "auto.offset.reset", "earliest",
            "enable.auto.commit", false, "check.crcs", true,
            "isolation.level", "1".equals(System.getenv("READ_COMMITTED")) ? "read_committed" : "read_uncommitted");
        PrintStream out = new PrintStream(new java.io.BufferedOutputStream(System.out, 1 << 16), false, StandardCharsets.UTF_8);
        int seen = 0;
        try (KafkaConsumer<byte[], byte[]> consumer = new KafkaConsumer<>(config, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
            List<TopicPartition> partitions = new ArrayList<>();
            for (String topic : topics) consumer.partitionsFor(topic).forEach(p -> partitions.add(new TopicPartition(p.topic(), p.partition())));
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            long deadline = System.nanoTime() + 15_000_000_000L;
            while (seen < count && System.nanoTime() < deadline) {
                for (ConsumerRecord<byte[], byte[]> record : consumer.poll(Duration.ofMillis(500))) {
                    if (seen++ >= count) break;
                    print(out, record);
                }
            }
        }
        out.flush();
        if (seen < count) {
            System.err.println("read " + seen + " of " + count + " records in time");
            System.exit(1);
        }
    }

    private static void print(PrintStream out, ConsumerRecord<byte[], byte[]> record) throws Exception {
        ObjectNode output = JSON.createObjectNode();
        output.put("topic", record.topic()).put("partition", record.partition()).put("offset", record.offset());
        output.put("timestamp", record.timestamp()).put("key", text(record.key())).put("value", text(record.value()));
        ArrayNode headers = output.putArray("headers");
        for (Header header : record.headers()) headers.addArray().add(header.key()).add(text(header.value()));
        out.println(JSON.writeValueAsString(output));
    }

    private static void group(String bootstrap, String topic, String group, String protocol, int count) throws Exception {
        Map<String, Object> config = Map.of("bootstrap.servers", bootstrap, "auto.offset.reset", "earliest", "group.id", group,
            "group.protocol", protocol, "enable.auto.commit", false);
        int seen = 0;
        try (KafkaConsumer<byte[], byte[]> consumer = new KafkaConsumer<>(config, new ByteArrayDeserializer(), new ByteArrayDeserializer())) {
            consumer.subscribe(List.of(topic));
            Map<TopicPartition, OffsetAndMetadata> positions = new HashMap<>();
            long deadline = System.nanoTime() + 30_000_000_000L;
            while (seen < count && System.nanoTime() < deadline) {
                for (ConsumerRecord<byte[], byte[]> record : consumer.poll(Duration.ofMillis(200))) {
                    if (seen++ >= count) break;
                    positions.put(new TopicPartition(record.topic(), record.partition()), new OffsetAndMetadata(record.offset() + 1));
                    print(System.out, record);
                }
            }
            consumer.commitSync(positions);
        }
        if (seen < count) {
            System.err.println("read " + seen + " of " + count + " records in time");
            System.exit(1);
        }
    }

    private static void transact(String bootstrap, String topic, String id, String outcomes) throws Exception {
        Map<String, Object> config = Map.of("bootstrap.servers", bootstrap, "transactional.id", id);
        try (KafkaProducer<byte[], byte[]> producer = new KafkaProducer<>(config, new ByteArraySerializer(), new ByteArraySerializer())) {
            producer.initTransactions();
            for (int n = 0; n < outcomes.length(); n++) {
                producer.beginTransaction();
                for (int partition = 0; partition < 2; partition++) {
                    producer.send(new ProducerRecord<>(topic, partition, null, (id + "-" + n + "-" + outcomes.charAt(n)).getBytes(StandardCharsets.UTF_8)));
                }
                producer.flush();
                if (outcomes.charAt(n) == 'c') producer.commitTransaction();
                else producer.abortTransaction();
            }
        }
    }
}
