package dev.andon.common.health;

import dev.andon.common.problem.DatabaseFailure;
import io.smallrye.health.api.AsyncHealthCheck;
import io.smallrye.mutiny.Uni;
import io.vertx.mutiny.sqlclient.Pool;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/** Up while PostgreSQL answers within two seconds. */
@Readiness
@ApplicationScoped
public class DatabaseReady implements AsyncHealthCheck {
    private static final String PING = "SELECT 1";
    private static final Duration TIMEOUT = Duration.ofSeconds(2);

    private final Pool pool;

    DatabaseReady(Pool pool) {
        this.pool = pool;
    }

    @Override
    public Uni<HealthCheckResponse> call() {
        return pool.query(PING)
                .execute()
                .ifNoItem()
                .after(TIMEOUT)
                .fail()
                .map(answer -> HealthCheckResponse.up("database"))
                .onFailure()
                .recoverWithItem(DatabaseReady::down);
    }

    private static HealthCheckResponse down(Throwable failure) {
        String remedy =
                DatabaseFailure.of(failure).orElse(DatabaseFailure.UNREACHABLE).sentence();
        return HealthCheckResponse.named("database")
                .down()
                .withData("remedy", remedy)
                .build();
    }
}
