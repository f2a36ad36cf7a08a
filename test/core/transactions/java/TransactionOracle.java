// Kafka's own TransactionMetadata and TransactionLog: a line is the life of one transactional id, a step a word; answers with
// the state after each step and the record that Kafka writes for it. `read key value` (base64) prints how Kafka reads a record.
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.nio.ByteBuffer;
import java.util.Base64;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.coordinator.transaction.TransactionLog;
import org.apache.kafka.coordinator.transaction.TransactionMetadata;
import org.apache.kafka.coordinator.transaction.TransactionState;
import org.apache.kafka.coordinator.transaction.TxnTransitMetadata;
import org.apache.kafka.server.common.TransactionVersion;

public class TransactionOracle {
    static long nextProducerId(TransactionMetadata m) throws Exception {
        java.lang.reflect.Field field = TransactionMetadata.class.getDeclaredField("nextProducerId");
        field.setAccessible(true);
        return field.getLong(m);
    }

    static String show(TransactionMetadata m) throws Exception {
        TreeSet<String> partitions = new TreeSet<>();
        for (TopicPartition partition : m.topicPartitions()) partitions.add(partition.toString());
        return m.producerId() + "/" + m.prevProducerId() + "/" + nextProducerId(m) + "/" + m.producerEpoch() + "/"
            + m.lastProducerEpoch() + "/" + m.txnTimeoutMs() + "/" + m.state().stateName() + "/"
            + String.join("+", partitions) + "/" + m.txnStartTimestamp() + "/" + m.txnLastUpdateTimestamp() + "/"
            + m.clientTransactionVersion().featureLevel();
    }

    static TransactionVersion version(String level) {
        return TransactionVersion.fromFeatureLevel(Short.parseShort(level));
    }

    static TxnTransitMetadata step(TransactionMetadata m, String[] a) throws Exception {
        long now = Long.parseLong(a[1]);
        switch (a[0]) {
            case "epoch":
                return m.prepareIncrementProducerEpoch(Integer.parseInt(a[2]),
                    a[3].equals("-1") ? Optional.empty() : Optional.of(Short.valueOf(a[3])), now);
            case "id":
                return m.prepareProducerIdRotation(Long.parseLong(a[2]), Integer.parseInt(a[3]), now, a[4].equals("true"));
            case "add": {
                Set<TopicPartition> partitions = new HashSet<>();
                for (String one : a[3].split(","))
                    partitions.add(new TopicPartition(one.split("-")[0], Integer.parseInt(one.split("-")[1])));
                return m.prepareAddPartitions(partitions, now, version(a[2]));
            }
            case "end":
                return m.prepareAbortOrCommit(
                    a[3].equals("true") ? TransactionState.PREPARE_COMMIT : TransactionState.PREPARE_ABORT,
                    version(a[2]), Long.parseLong(a[4]), now, m.state() != TransactionState.ONGOING);
            case "fence": {
                // What the coordinator does between PrepareEpochFence and PrepareAbort.
                short epoch = m.prepareFenceProducerEpoch().producerEpoch();
                m.pendingState(Optional.empty());
                if (!version(a[2]).supportsEpochBump()) {
                    m.setProducerEpoch(epoch);
                    TransactionMetadata fenced = new TransactionMetadata(m.transactionalId(), m.producerId(),
                        m.prevProducerId(), nextProducerId(m), epoch, (short) -1, m.txnTimeoutMs(), m.state(),
                        m.topicPartitions(), m.txnStartTimestamp(), m.txnLastUpdateTimestamp(), m.clientTransactionVersion());
                    replaced = fenced;
                    return fenced.prepareAbortOrCommit(TransactionState.PREPARE_ABORT, version("0"), -1, now, false);
                }
                return m.prepareAbortOrCommit(TransactionState.PREPARE_ABORT, version(a[2]), Long.parseLong(a[3]), now, false);
            }
            case "complete":
                return m.prepareComplete(now);
            default:
                throw new IllegalArgumentException(a[0]);
        }
    }

    static TransactionMetadata replaced;

    public static void main(String[] arguments) throws Exception {
        BufferedReader input = new BufferedReader(new InputStreamReader(System.in, "UTF-8"));
        Base64.Encoder base64 = Base64.getEncoder();
        StringBuilder out = new StringBuilder();
        for (String line = input.readLine(); line != null; line = input.readLine()) {
            String[] words = line.split(" ");
            if (words[0].equals("read")) {
                Object read = TransactionLog.read(ByteBuffer.wrap(Base64.getDecoder().decode(words[1])),
                    words.length < 3 ? null : ByteBuffer.wrap(Base64.getDecoder().decode(words[2])));
                if (read instanceof TransactionLog.TxnRecord) {
                    TransactionLog.TxnRecord record = (TransactionLog.TxnRecord) read;
                    out.append(record.transactionId()).append(' ').append(show(record.metadata()));
                } else out.append(read);
                out.append('\n');
                continue;
            }
            // id serverVersion producerId epoch timeout now
            TransactionMetadata m = new TransactionMetadata(words[0], Long.parseLong(words[2]), -1, -1,
                Short.parseShort(words[3]), (short) -1, Integer.parseInt(words[4]), TransactionState.EMPTY, Set.of(), -1,
                Long.parseLong(words[5]), version("0"));
            out.append(base64.encodeToString(TransactionLog.keyToBytes(words[0])));
            for (int i = 6; i < words.length; i++) {
                replaced = null;
                TxnTransitMetadata next = step(m, words[i].split(":"));
                if (replaced != null) m = replaced;
                byte[] value = TransactionLog.valueToBytes(next, version(words[1]));
                m.completeTransitionTo(next);
                out.append(' ').append(show(m)).append('|').append(base64.encodeToString(value));
            }
            out.append('\n');
        }
        System.out.print(out);
    }
}
