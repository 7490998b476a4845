package dev.andon.monitor.alert;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.andon.common.sql.Database;
import dev.andon.common.sql.Rows;
import dev.andon.common.sql.Session;
import dev.andon.monitor.alert.message.AlertMessage;
import dev.andon.monitor.alert.webhook.Delivery;
import jakarta.inject.Singleton;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import javax.sql.DataSource;

/** Which checks are told of as failing, and the messages with every attempt to send them. */
@Singleton
final class AlertRepository {
    // Of two instances the second waits for the row and then finds that it is not due.
    private static final String TURNED_FAILING = """
            INSERT INTO monitor_alert_states AS state (check_key, failing_since, notified_at)
            SELECT key, ?, ?
              FROM unnest(?::text[]) AS key
             ORDER BY key
            ON CONFLICT (check_key) DO UPDATE
               SET notified_at = excluded.notified_at
             WHERE state.notified_at <= ?
            RETURNING check_key, failing_since
            """;

    private static final String RECOVERED = """
            DELETE FROM monitor_alert_states
             WHERE check_key = ANY (?::text[])
            RETURNING check_key, failing_since
            """;

    private static final String MESSAGE = """
            INSERT INTO monitor_alert_messages (message_id, created_at, due_at, claimed_until, attempts, status, trigger, content)
            VALUES (?, ?, ?, ?, 1, 'pending', ?, ?::jsonb)
            """;

    private static final String FIRST_ATTEMPT =
            "INSERT INTO monitor_alert_attempts (message_id, attempt, began_at) VALUES (?, 1, ?)";

    private static final String CLAIM = """
            WITH claimed AS (
                UPDATE monitor_alert_messages
                   SET claimed_until = ?,
                       attempts = attempts + 1
                 WHERE message_id = (SELECT message_id
                                       FROM monitor_alert_messages
                                      WHERE status = 'pending'
                                        AND due_at <= ?
                                        AND claimed_until <= ?
                                      ORDER BY due_at
                                      LIMIT 1
                                        FOR UPDATE SKIP LOCKED)
                RETURNING message_id, attempts, created_at, content),
            begun AS (
                INSERT INTO monitor_alert_attempts (message_id, attempt, began_at)
                SELECT message_id, attempts, ? FROM claimed)
            SELECT attempts, created_at, content FROM claimed
            """;

    private static final String END_ATTEMPT = """
            UPDATE monitor_alert_attempts
               SET ended_at = ?,
                   tries = ?,
                   http_status = ?,
                   outcome = ?,
                   detail = ?
             WHERE message_id = ?
               AND attempt = ?
            """;

    // An attempt that outlived its claim changes nothing: another instance has the message.
    private static final String END = """
            UPDATE monitor_alert_messages
               SET status = ?,
                   due_at = ?,
                   claimed_until = '-infinity'
             WHERE message_id = ?
               AND attempts = ?
               AND status = 'pending'
            """;

    private final Database database;
    private final ObjectMapper mapper;

    AlertRepository(DataSource dataSource, ObjectMapper mapper) {
        this.database = new Database(dataSource);
        this.mapper = mapper;
    }

    /** What changed, each check with the time since when it fails or failed. */
    record Changes(Map<String, Instant> failing, Map<String, Instant> recovered) {}

    /** A message that this instance has to send. */
    record Claimed(AlertMessage message, int attempt, Instant createdAt) {}

    /** Notes what fails and what does not, and stores the message about the changes, if it is one, in the same transaction. */
    Optional<Claimed> open(
            List<String> failing,
            List<String> good,
            Instant now,
            Duration renotify,
            Duration lease,
            Function<Changes, Optional<AlertMessage>> write) {
        return database.write(session -> {
            Changes changes = new Changes(
                    times(session, TURNED_FAILING, now, now, array(failing), now.minus(renotify)),
                    times(session, RECOVERED, (Object) array(good)));
            return write.apply(changes).map(message -> store(session, message, "schedule", now, lease));
        });
    }

    /** Stores the message of a command. */
    Claimed open(AlertMessage message, Instant now, Duration lease) {
        return database.write(session -> store(session, message, "command", now, lease));
    }

    /** The next message that is due and that nobody is sending; one of a command is only where the command died. */
    Optional<Claimed> claim(Instant now, Duration lease) {
        return database.write(session -> session.first(CLAIM, this::claimed, now.plus(lease), now, now, now));
    }

    /**
     * Ends an attempt.
     *
     * @param status of the message: pending, sent or given_up
     */
    void end(Claimed claimed, Delivery delivery, String status, Instant due, Instant now) {
        UUID id = UUID.fromString(claimed.message().id());
        database.write(session -> {
            session.update(
                    END_ATTEMPT,
                    now,
                    delivery.tries(),
                    delivery.status(),
                    delivery.outcome(),
                    delivery.detail(),
                    id,
                    claimed.attempt());
            return session.update(END, status, due, id, claimed.attempt());
        });
    }

    private Claimed store(Session session, AlertMessage message, String trigger, Instant now, Duration lease) {
        UUID id = UUID.fromString(message.id());
        session.update(MESSAGE, id, now, now, now.plus(lease), trigger, json(message));
        session.update(FIRST_ATTEMPT, id, now);
        return new Claimed(message, 1, now);
    }

    private static Map<String, Instant> times(Session session, String sql, Object... parameters) {
        Map<String, Instant> times = new HashMap<>();
        session.forEach(
                sql, row -> times.put(row.getString("check_key"), Rows.instant(row, "failing_since")), parameters);
        return times;
    }

    private Claimed claimed(ResultSet row) throws SQLException {
        try {
            return new Claimed(
                    mapper.readValue(row.getString("content"), AlertMessage.class),
                    row.getInt("attempts"),
                    Rows.instant(row, "created_at"));
        } catch (JsonProcessingException damaged) {
            throw new IllegalStateException(damaged);
        }
    }

    private String json(AlertMessage message) {
        try {
            return mapper.writeValueAsString(message);
        } catch (JsonProcessingException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    private static String[] array(List<String> keys) {
        return keys.toArray(String[]::new);
    }
}
