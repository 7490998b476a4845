package dev.andon.local.accuracy;

import dev.andon.common.config.DatabaseUrl;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
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
        Connection connect() throws SQLException {
            DatabaseUrl url = DatabaseUrl.parse(databaseUrl);
            return DriverManager.getConnection(
                    url.jdbc(), url.user().orElse(null), url.password().orElse(null));
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
            throw new AccuracyException("The recordings are not in " + data.toAbsolutePath() + ".");
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
}
