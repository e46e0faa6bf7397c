// What do Lucene's own analyzers make of a text? Reads the chain of an analyzer as lines on standard input, then texts, and
// prints the words of each, parted by spaces. Run by exports.py with Debian's liblucene8-java:
//
//     java -cp 'lucene-core.jar:lucene-analyzers-common.jar' .ci/Analyzers.java
//
// Lines: `tokenizer NAME`, `filter NAME KEY=VALUE ...` (values as URL-encoded UTF-8), `text TEXT` (the same), in this order;
// `analyzer` begins the next one.

import java.io.BufferedReader;
import java.io.InputStreamReader;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.StringJoiner;
import org.apache.lucene.analysis.Analyzer;
import org.apache.lucene.analysis.TokenStream;
import org.apache.lucene.analysis.custom.CustomAnalyzer;
import org.apache.lucene.analysis.tokenattributes.CharTermAttribute;

public class Analyzers {
    static String decoded(String text) {
        return URLDecoder.decode(text, StandardCharsets.UTF_8);
    }

    public static void main(String[] arguments) throws Exception {
        BufferedReader in = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        CustomAnalyzer.Builder builder = null;
        Analyzer analyzer = null;
        for (String line = in.readLine(); line != null; line = in.readLine()) {
            String[] words = line.split(" ");
            switch (words[0]) {
                case "analyzer" -> {
                    builder = CustomAnalyzer.builder();
                    analyzer = null;
                }
                case "tokenizer" -> builder.withTokenizer(words[1], new HashMap<>());
                case "filter" -> {
                    Map<String, String> settings = new HashMap<>();
                    for (int nth = 2; nth < words.length; nth++) {
                        String[] pair = words[nth].split("=", 2);
                        settings.put(pair[0], decoded(pair[1]));
                    }
                    builder.addTokenFilter(words[1], settings);
                }
                case "text" -> {
                    if (analyzer == null) {
                        analyzer = builder.build();
                    }
                    StringJoiner out = new StringJoiner(" ");
                    try (TokenStream stream = analyzer.tokenStream("f", decoded(words[1]))) {
                        CharTermAttribute term = stream.addAttribute(CharTermAttribute.class);
                        stream.reset();
                        while (stream.incrementToken()) {
                            out.add(term.toString());
                        }
                        stream.end();
                    }
                    System.out.println(out);
                }
                default -> throw new IllegalArgumentException(line);
            }
        }
    }
}
