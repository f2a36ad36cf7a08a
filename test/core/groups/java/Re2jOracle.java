// RE2/J, the library Kafka matches subscriptions with: reads `pattern text text …` in base64, a line each; answers with a
// digit per text, or `E` where the pattern is refused.
import com.google.re2j.Pattern;
import com.google.re2j.PatternSyntaxException;
import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.util.Base64;

public class Re2jOracle {
    static String text(String base64) throws Exception {
        return new String(Base64.getDecoder().decode(base64), "UTF-8");
    }

    public static void main(String[] arguments) throws Exception {
        BufferedReader input = new BufferedReader(new InputStreamReader(System.in, "UTF-8"));
        PrintStream output = new PrintStream(System.out, false, "UTF-8");
        for (String line = input.readLine(); line != null; line = input.readLine()) {
            String[] words = line.split(" ", -1);
            StringBuilder answer = new StringBuilder();
            try {
                Pattern pattern = Pattern.compile(text(words[0]));
                for (int i = 1; i < words.length; i++) answer.append(pattern.matcher(text(words[i])).matches() ? '1' : '0');
            } catch (PatternSyntaxException error) {
                answer.append("E");
            }
            output.println(answer);
        }
        output.flush();
    }
}
