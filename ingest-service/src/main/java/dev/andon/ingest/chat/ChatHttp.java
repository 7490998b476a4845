package dev.andon.ingest.chat;

import dev.andon.common.sql.Database;
import dev.andon.common.sql.SqlFailure;
import dev.andon.ingest.body.Body;
import dev.andon.ingest.body.Refusal;
import dev.andon.ingest.item.ItemAnswer;
import dev.andon.ingest.item.ItemEndpoint;
import dev.andon.ingest.item.JsonItems;
import io.agroal.api.AgroalDataSource;
import io.vertx.ext.web.Router;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import org.jboss.logging.Logger;

/**
 * Chat requests, messages and conversations on {@code POST /api/v1/chat/telemetry}, one object, an array or one object a line. Answered
 * after the commit; sending again what was acknowledged changes nothing.
 */
@ApplicationScoped
public class ChatHttp {
    private static final Logger LOG = Logger.getLogger(ChatHttp.class);
    private static final Duration RETRY_AFTER = Duration.ofSeconds(1);

    private final ItemEndpoint endpoint;
    private final Database database;
    private final InstantSource clock;

    ChatHttp(ItemEndpoint endpoint, AgroalDataSource dataSource, InstantSource clock) {
        this.endpoint = endpoint;
        this.database = new Database(dataSource);
        this.clock = clock;
    }

    void register(@Observes Router router) {
        router.route("/api/v1/chat/telemetry").handler(routing -> endpoint.receiveBlocking(routing, this::store));
    }

    private CompletionStage<ItemAnswer> store(Body body, boolean lines) {
        byte[] bytes = body.inflate();
        ChatItems items = new ChatItems(clock.instant());
        JsonItems read = new JsonItems(body.budget(), items);
        read.read(bytes, lines);
        return CompletableFuture.completedStage(store(items.rows(), new ItemAnswer.Done(read.report())));
    }

    private ItemAnswer store(List<ChatRow> rows, ItemAnswer done) {
        try {
            database.write(session -> new ChatRepository(session).store(rows));
            return done;
        } catch (SqlFailure failed) {
            // Items were checked, so what fails is the database: the client keeps them and comes back.
            LOG.errorf("Chat telemetry not stored, clients shall retry: %s", failed.getMessage());
            return new ItemAnswer.Refused(Refusal.unavailable("The database does not answer.", RETRY_AFTER));
        }
    }
}
