// Kafka's own codecs behind a pipe, one line per question:
//   <class> TAB <version> TAB <JSON of a message> TAB <base64 of its bytes as we encode it>
// With the argument "errors" it prints Kafka's error codes instead: <code> TAB <name> TAB <retriable> TAB <message>.
// The answer is <base64 of the bytes Kafka encodes> TAB <JSON that Kafka reads from our bytes>, or ERROR TAB <reason>.
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.InputStreamReader;
import java.io.OutputStreamWriter;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.common.errors.RetriableException;
import org.apache.kafka.common.protocol.ByteBufferAccessor;
import org.apache.kafka.common.protocol.Errors;
import org.apache.kafka.common.protocol.Message;
import org.apache.kafka.common.protocol.MessageUtil;

public final class WireOracle {
    private record Codec(Class<?> type, Method fromJson, Method toJson) {}

    private static final String[] PACKAGES = {
        "org.apache.kafka.common.message.",
        "org.apache.kafka.coordinator.group.generated.",
        "org.apache.kafka.coordinator.transaction.generated.",
        "org.apache.kafka.coordinator.share.generated.",
    };
    private static final ObjectMapper MAPPER =
        new ObjectMapper().enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS);
    private static final Map<String, Codec> CODECS = new HashMap<>();

    public static void main(String[] arguments) throws Exception {
        if (arguments.length > 0 && arguments[0].equals("errors")) {
            for (Errors error : Errors.values()) {
                boolean isRetriable = error.exception() instanceof RetriableException;
                System.out.println(error.code() + "\t" + error.name() + "\t" + isRetriable + "\t" + error.message());
            }
            return;
        }
        var in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8), 1 << 16);
        var out = new BufferedWriter(new OutputStreamWriter(System.out, StandardCharsets.UTF_8), 1 << 16);
        for (String line = in.readLine(); line != null; line = in.readLine()) {
            out.write(answer(line.split("\t")));
            out.write('\n');
        }
        out.flush();
    }

    private static String answer(String[] question) {
        try {
            Codec codec = codec(question[0]);
            short version = Short.parseShort(question[1]);
            Message message = (Message) codec.fromJson().invoke(null, MAPPER.readTree(question[2]), version);
            ByteBuffer written = MessageUtil.toByteBufferAccessor(message, version).buffer();
            byte[] bytes = new byte[written.remaining()];
            written.get(bytes);
            Message read = (Message) codec.type().getConstructor().newInstance();
            ByteBuffer ours = ByteBuffer.wrap(Base64.getDecoder().decode(question.length > 3 ? question[3] : ""));
            read.read(new ByteBufferAccessor(ours), version);
            if (ours.hasRemaining()) return "ERROR\t" + ours.remaining() + " bytes left over";
            Object json = codec.toJson().invoke(null, read, version);
            return Base64.getEncoder().encodeToString(bytes) + "\t" + MAPPER.writeValueAsString(json);
        } catch (InvocationTargetException e) {
            return "ERROR\t" + String.valueOf(e.getCause()).replaceAll("\\s+", " ");
        } catch (Exception e) {
            return "ERROR\t" + e.toString().replaceAll("\\s+", " ");
        }
    }

    private static Codec codec(String name) throws Exception {
        Codec known = CODECS.get(name);
        if (known != null) return known;
        for (String prefix : PACKAGES) {
            for (String suffix : new String[] {"Data", ""}) {
                Class<?> type;
                try {
                    type = Class.forName(prefix + name + suffix);
                } catch (ClassNotFoundException e) {
                    continue;
                }
                Class<?> converter = Class.forName(type.getName() + "JsonConverter");
                Codec codec = new Codec(
                    type,
                    converter.getMethod("read", JsonNode.class, short.class),
                    converter.getMethod("write", type, short.class));
                CODECS.put(name, codec);
                return codec;
            }
        }
        throw new ClassNotFoundException(name);
    }
}
