package dev.andon.monitor.privacy;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import dev.andon.common.cli.Commands;
import dev.andon.common.testing.CommandRun;
import dev.andon.common.testing.PostgresResource;
import dev.andon.common.testing.TestDatabase;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.common.ResourceArg;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import org.junit.jupiter.api.Test;

/** An installation without a privacy key: what needs one says so in one sentence, and the rest works. */
@QuarkusTest
@QuarkusTestResource(
        value = PostgresResource.class,
        restrictToAnnotatedClass = true,
        initArgs = {
            @ResourceArg(name = "andon.monitor.check.enabled", value = "false"),
            @ResourceArg(name = "andon.privacy.key", value = "")
        })
class WithoutKeyIT {
    TestDatabase database;

    @Inject
    Commands commands;

    @Inject
    HeadJob job;

    @Test
    void commands_that_need_a_key_refuse_with_one_sentence() {
        CommandRun verify = run("gdpr", "verify");
        assertThat(verify.exitCode()).isEqualTo(2);
        assertThat(verify.err()).contains("ANDON_PRIVACY_KEY is not set", "openssl rand -base64 32");

        assertThat(run("gdpr", "sign").exitCode()).isEqualTo(1);
        assertThat(run("gdpr", "log", "--about", "ann").exitCode()).isEqualTo(1);
        CommandRun hold = run("holds", "add", "--person", "ann", "--reason", "case");
        assertThat(hold.exitCode()).isEqualTo(1);
        assertThat(hold.err()).contains("ANDON_PRIVACY_KEY is not set");
    }

    @Test
    void the_rest_works_and_the_check_warns() {
        run("retention", "run").done();
        run("holds", "add", "--class", "spans", "--reason", "case").done();
        assertThat(job.runOnce()).isEqualTo(HeadSigner.Outcome.NO_KEY);

        CommandRun check = run("check", "gdpr");
        assertThat(check.exitCode()).as(check.out()).isZero();
        assertThat(check.out()).contains("signatures were not looked at");
        assertThat(database.number("SELECT count(*) FROM gdpr_audit_heads")).isZero();
        assertThat(run("gdpr", "log").done().out()).contains("retention", "hold");
    }

    @Test
    void the_page_says_so() {
        assertThat(given().accept("text/html").get("/dashboard/privacy").asString())
                .contains("There is no ANDON_PRIVACY_KEY.", "How long data is kept");
    }

    private CommandRun run(String... args) {
        return CommandRun.of(commands, args);
    }
}
