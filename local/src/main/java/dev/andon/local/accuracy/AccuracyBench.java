package dev.andon.local.accuracy;

import dev.andon.common.config.DatabaseUrl;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Locale;
import java.util.function.Consumer;

/**
 * How right the answers are, on recordings that others labelled: sent to a running ingest as any exporter would, folded by a running
 * analyzer, asked over its API. The recordings' own times keep them apart from each other. Sending again changes nothing.
 */
public final class AccuracyBench {
    private static final Duration FOLD_LIMIT = Duration.ofMinutes(10);

    private AccuracyBench() {}

    /** Something that does not work at all, as opposed to an inaccurate answer; the message says what. */
    public static final class AccuracyException extends RuntimeException {
        AccuracyException(String sentence) {
            super(sentence);
        }
    }

    /**
     * Where to send and ask.
     *
     * @param databaseUrl of a user who may read every table
     */
    public record Target(String ingestUrl, String analyzerUrl, String apiKey, String databaseUrl) {
        /** From the variables that {@code ./andon env} prints. */
        static Target ofEnvironment() {
            return new Target(
                    variable("ANDON_INGEST_URL"),
                    variable("ANDON_ANALYZER_URL"),
                    variable("ANDON_API_KEY"),
                    variable("DATABASE_URL"));
        }

        Connection connect() throws SQLException {
            DatabaseUrl url = DatabaseUrl.parse(databaseUrl);
            return DriverManager.getConnection(
                    url.jdbc(), url.user().orElse(null), url.password().orElse(null));
        }

        private static String variable(String name) {
            String value = System.getenv(name);
            if (value == null || value.isBlank()) {
                throw new AccuracyException("Set " + name + "; ./andon env prints it.");
            }
            return value;
        }
    }

    /**
     * Sends, waits, asks.
     *
     * @param data the folder of recordings
     * @param quick the small set of faults in place of all
     * @param progress gets a line now and then
     */
    public static Figures run(Target target, Path data, boolean quick, Consumer<String> progress) throws Exception {
        if (!Files.isDirectory(data.resolve("nezha-rca-small"))) {
            throw new AccuracyException(
                    "The recordings are not in " + data.toAbsolutePath() + "; say where with --data.");
        }
        Figures figures = new Figures();
        try (Connection connection = target.connect()) {
            OtlpSender sender = new OtlpSender(target.ingestUrl(), target.apiKey());
            AnalyzerClient analyzer = new AnalyzerClient(target.analyzerUrl(), target.apiKey(), connection);
            NezhaCheck nezha = new NezhaCheck(data, quick);
            CrispCheck crisp = new CrispCheck(data);
            LlmperfCheck llmperf = new LlmperfCheck(data);
            AgentCheck agents = new AgentCheck(data);
            crisp.send(sender);
            llmperf.send(sender);
            agents.send(sender);
            nezha.send(sender);
            progress.accept("sent " + sender.sent() + " spans; waiting until they are folded");
            analyzer.awaitFolded(FOLD_LIMIT);
            progress.accept("asking");
            nezha.check(analyzer, figures);
            crisp.check(analyzer, figures);
            llmperf.check(analyzer, figures);
            agents.check(analyzer, figures);
        }
        return figures;
    }

    /** Against the stack whose addresses are in the environment: {@code [--data DIR] [--quick] [--output json]}. */
    public static void main(String[] arguments) throws Exception {
        Path data = Path.of("../shared/data");
        boolean quick = false;
        boolean json = false;
        for (int i = 0; i < arguments.length; i++) {
            switch (arguments[i]) {
                case "--data" -> data = Path.of(arguments[++i]);
                case "--quick" -> quick = true;
                case "--output" -> json = "json".equals(arguments[++i]);
                default -> throw new AccuracyException("Unknown option " + arguments[i]);
            }
        }
        Figures figures = run(Target.ofEnvironment(), data, quick, System.err::println);
        System.out.print(json ? json(figures) : table(figures));
        figures.remarks().forEach(System.err::println);
    }

    private static String table(Figures figures) {
        StringBuilder table = new StringBuilder();
        figures.values()
                .forEach((key, value) ->
                        table.append(String.format(Locale.ROOT, "%-44s %12.6g  %s%n", key, value, figures.goal(key))));
        return table.toString();
    }

    private static String json(Figures figures) {
        StringBuilder json = new StringBuilder("{");
        figures.values()
                .forEach((key, value) -> json.append(json.length() == 1 ? "" : ",")
                        .append(String.format(Locale.ROOT, "%n  \"%s\": %s", key, value)));
        return json.append(String.format("%n}%n")).toString();
    }
}
