import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;

/**
 * Reads a topic from its first offsets with an incremental fetch session, in both halves of a run while records are
 * still being produced, and checks that every partition gives each record once and in order.
 * Arguments: bootstrap servers, topic, partitions, records to produce, records to read, isolation level.
 */
public class FetchWhileProducing {
  public static void main(String[] args) throws Exception {
    String bootstrap = args[0];
    String topic = args[1];
    int partitions = Integer.parseInt(args[2]);
    int produced = Integer.parseInt(args[3]);
    int wanted = Integer.parseInt(args[4]);
    Thread producing = new Thread(() -> produce(bootstrap, topic, partitions, produced));
    producing.start();
    Map<String, Object> config = Map.of(
        "bootstrap.servers", bootstrap,
        "auto.offset.reset", "none",
        "isolation.level", args[5],
        "fetch.max.bytes", 60_000,
        "max.partition.fetch.bytes", 7_000,
        "check.crcs", true);
    long[] next = new long[partitions];
    int total = 0;
    try (var consumer = new KafkaConsumer<>(config, new StringDeserializer(), new StringDeserializer())) {
      List<TopicPartition> assigned = new ArrayList<>();
      for (int p = 0; p < partitions; p++) assigned.add(new TopicPartition(topic, p));
      consumer.assign(assigned);
      for (TopicPartition partition : assigned) consumer.seek(partition, 0);
      long deadline = System.nanoTime() + 60_000_000_000L;
      while (total < wanted && System.nanoTime() < deadline) {
        for (ConsumerRecord<String, String> record : consumer.poll(java.time.Duration.ofMillis(200))) {
          long expected = next[record.partition()]++;
          if (record.offset() != expected || !record.key().equals(record.partition() + "")) {
            throw new IllegalStateException("expected offset " + expected + ", got " + record);
          }
          total++;
        }
      }
    }
    producing.join();
    System.out.println("read " + total);
  }

  static void produce(String bootstrap, String topic, int partitions, int count) {
    Map<String, Object> config = Map.of("bootstrap.servers", bootstrap, "linger.ms", 2);
    Random random = new Random(7);
    try (var producer = new KafkaProducer<>(config, new StringSerializer(), new StringSerializer())) {
      for (int i = 0; i < count; i++) {
        int partition = random.nextInt(partitions);
        producer.send(new ProducerRecord<>(topic, partition, partition + "", "v".repeat(random.nextInt(400))));
        if (i % 500 == 0) Thread.sleep(5);
      }
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }
}
