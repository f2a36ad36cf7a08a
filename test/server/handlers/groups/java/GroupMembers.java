// Consumers on command, one a line of standard input: `start <name> <protocol> <assignor> <subscription> <instance>`, `commit <name> <offset>`,
// `stop <name>`. Prints `<name> <sorted partitions>` whenever an assignment changed, and `<name> error …`.
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.time.Duration;
import java.util.*;
import java.util.concurrent.*;
import org.apache.kafka.clients.consumer.*;
import org.apache.kafka.common.TopicPartition;

public class GroupMembers {
    static final Map<String, Member> members = new ConcurrentHashMap<>();

    static synchronized void say(String line) {
        System.out.println(line);
        System.out.flush();
    }

    static class Member extends Thread implements ConsumerRebalanceListener {
        final String name;
        final KafkaConsumer<byte[], byte[]> consumer;
        final BlockingQueue<Runnable> work = new LinkedBlockingQueue<>();
        volatile boolean running = true;
        final TreeSet<String> owned = new TreeSet<>();

        Member(String bootstrap, String name, String protocol, String assignor, String subscription, String instance) {
            this.name = name;
            Properties properties = new Properties();
            properties.put("bootstrap.servers", bootstrap);
            properties.put("group.id", "g");
            properties.put("group.protocol", protocol);
            properties.put("enable.auto.commit", "false");
            properties.put("auto.offset.reset", "earliest");
            properties.put("key.deserializer", "org.apache.kafka.common.serialization.ByteArrayDeserializer");
            properties.put("value.deserializer", "org.apache.kafka.common.serialization.ByteArrayDeserializer");
            if (!instance.equals("-")) properties.put("group.instance.id", instance);
            if (protocol.equals("classic")) {
                properties.put("session.timeout.ms", "6000");
                properties.put("heartbeat.interval.ms", "200");
                if (!assignor.equals("-")) properties.put("partition.assignment.strategy", "org.apache.kafka.clients.consumer." + assignor);
            } else if (!assignor.equals("-")) properties.put("group.remote.assignor", assignor);
            consumer = new KafkaConsumer<>(properties);
            if (subscription.startsWith("/")) consumer.subscribe(new SubscriptionPattern(subscription.substring(1)), this);
            else consumer.subscribe(List.of(subscription.split(",")), this);
        }

        public void onPartitionsAssigned(Collection<TopicPartition> partitions) {
            for (TopicPartition one : partitions) owned.add(one.toString());
            tell();
        }

        public void onPartitionsRevoked(Collection<TopicPartition> partitions) {
            for (TopicPartition one : partitions) owned.remove(one.toString());
            tell();
        }

        void tell() {
            say(name + " " + String.join(",", owned));
        }

        public void run() {
            try {
                while (running) {
                    consumer.poll(Duration.ofMillis(100));
                    for (Runnable one = work.poll(); one != null; one = work.poll()) one.run();
                }
            } catch (Throwable error) {
                say(name + " error " + error);
            } finally {
                consumer.close(Duration.ofSeconds(5));
                say(name + " closed");
            }
        }
    }

    public static void main(String[] arguments) throws Exception {
        BufferedReader input = new BufferedReader(new InputStreamReader(System.in));
        say("ready");
        for (String line = input.readLine(); line != null; line = input.readLine()) {
            String[] words = line.split(" ");
            if (words[0].equals("start")) {
                Member member = new Member(arguments[0], words[1], words[2], words[3], words[4], words[5]);
                members.put(words[1], member);
                member.start();
            } else if (words[0].equals("stop")) members.remove(words[1]).running = false;
            else if (words[0].equals("commit")) {
                Member member = members.get(words[1]);
                member.work.add(() -> {
                    try {
                        Map<TopicPartition, OffsetAndMetadata> offsets = new HashMap<>();
                        for (TopicPartition one : member.consumer.assignment()) offsets.put(one, new OffsetAndMetadata(Long.parseLong(words[2]), "note"));
                        member.consumer.commitSync(offsets);
                        Map<TopicPartition, OffsetAndMetadata> read = member.consumer.committed(new HashSet<>(offsets.keySet()));
                        TreeSet<String> values = new TreeSet<>();
                        read.forEach((partition, offset) -> values.add(partition + "=" + offset.offset() + offset.metadata()));
                        say(member.name + " committed " + String.join(",", values));
                    } catch (Throwable error) {
                        say(member.name + " error " + error);
                    }
                });
            }
        }
        for (Member member : members.values()) member.running = false;
        for (Member member : members.values()) member.join(8000);
        System.exit(0);
    }
}
