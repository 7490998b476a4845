package dev.andon.analyzer.regression;

import dev.andon.analyzer.period.Grouping;
import dev.andon.analyzer.period.Period;
import dev.andon.analyzer.regression.Regressions.Answer;
import dev.andon.common.problem.ProblemException;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.QueryParam;
import java.sql.SQLException;
import java.util.List;
import java.util.function.Function;
import org.jboss.resteasy.reactive.RestResponse;

/** What became slower between two periods; the same rows as the command prints. */
@Path("/api/v1/regressions")
public final class RegressionsResource {
    private final Regressions regressions;

    RegressionsResource(Regressions regressions) {
        this.regressions = regressions;
    }

    /** Rows, findings first; each note for the reader is a header {@code Andon-Note}. */
    @GET
    @RunOnVirtualThread
    public RestResponse<List<Regression>> regressions(
            @QueryParam("window") String window,
            @QueryParam("baseline") String baseline,
            @QueryParam("by") @DefaultValue("service") String by)
            throws SQLException {
        Answer answer = regressions.compare(
                read("window", window, Period::parse),
                read("baseline", baseline, Period::parse),
                read("by", by, Grouping::parse));
        RestResponse.ResponseBuilder<List<Regression>> response = RestResponse.ResponseBuilder.ok(answer.rows());
        answer.notes().forEach(note -> response.header("Andon-Note", note));
        return response.build();
    }

    private static <T> T read(String name, String text, Function<String, T> parser) {
        if (text == null) {
            throw ProblemException.invalid(name, "is missing.");
        }
        try {
            return parser.apply(text);
        } catch (IllegalArgumentException wrong) {
            throw ProblemException.invalid(name, wrong.getMessage());
        }
    }
}
