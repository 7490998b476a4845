package dev.andon.monitor.threshold;

import dev.andon.monitor.dimension.Dimension;
import dev.andon.monitor.page.Shells;
import dev.andon.monitor.part.Part;
import dev.andon.monitor.run.Finding;
import dev.andon.monitor.run.Output;
import dev.andon.monitor.run.RunRepository;
import io.quarkus.qute.TemplateInstance;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.net.URI;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import org.jboss.resteasy.reactive.RestForm;

/** Reading, setting and switching off thresholds. A form that cannot be taken comes back with what is wrong. */
@Path("/settings/thresholds")
@Produces(MediaType.TEXT_HTML)
@RunOnVirtualThread
public class ThresholdsResource {
    /** From this difference on, a baseline no longer describes what is usual (spec W15). */
    private static final double SUGGEST_FROM = 0.2;

    /** Changes shown. */
    private static final int SHOWN = 20;

    private static final List<String> TYPES =
            List.of("phase", "gate", "gate+sd_type", "subagent", "sd_type", "model", "tool", "service", "operation");

    private final Shells shells;
    private final ThresholdRepository thresholds;
    private final RunRepository runs;

    ThresholdsResource(Shells shells, ThresholdRepository thresholds, RunRepository runs) {
        this.shells = shells;
        this.thresholds = thresholds;
        this.runs = runs;
    }

    @GET
    public TemplateInstance list() {
        return page("", ThresholdsPage.Form.EMPTY);
    }

    @POST
    @Consumes(MediaType.APPLICATION_FORM_URLENCODED)
    public Response set(
            @RestForm("csrf") String csrf,
            @RestForm("type") String type,
            @RestForm("key") String key,
            @RestForm("seconds") String seconds,
            @RestForm("multiplier") String multiplier) {
        shells.checkForm(csrf);
        ThresholdsPage.Form form = new ThresholdsPage.Form(text(type), text(key), text(seconds), text(multiplier));
        Optional<Double> baseline = number(form.seconds());
        Optional<Double> times = number(form.multiplier());
        String problem = problem(form, baseline, times);
        if (!problem.isEmpty()) {
            return Response.status(422).entity(page(problem, form).render()).build();
        }
        Dimension dimension = new Dimension(form.type(), form.key());
        thresholds.set(dimension, baseline.orElseThrow() * 1000, times.orElseThrow(), shells.actor());
        return back();
    }

    @POST
    @Path("/off")
    @Consumes(MediaType.APPLICATION_FORM_URLENCODED)
    public Response deactivate(
            @RestForm("csrf") String csrf, @RestForm("type") String type, @RestForm("key") String key) {
        shells.checkForm(csrf);
        thresholds.deactivate(new Dimension(text(type), text(key)), shells.actor());
        return back();
    }

    private TemplateInstance page(String problem, ThresholdsPage.Form form) {
        Part<Output> analysis = shells.part(
                "The last analysis",
                () -> runs.latest().map(RunRepository.Latest::output).orElse(null));
        Part<List<Threshold>> all = shells.part("The thresholds", thresholds::all);
        Part<List<ThresholdsPage.Row>> rows = shells.part("The thresholds", () -> rows(all.value(), analysis.shown()));
        Part<List<ThresholdsPage.Suggestion>> suggestions =
                shells.part("The suggestions", () -> suggestions(rows(all.value(), analysis.value())));
        Part<List<ThresholdRepository.Change>> history = shells.part("The changes", () -> thresholds.history(SHOWN));
        return new ThresholdsPage(
                shells.of("settings", "Thresholds"), rows, suggestions, history, TYPES, problem, form);
    }

    private static List<ThresholdsPage.Row> rows(List<Threshold> thresholds, Output output) {
        return thresholds.stream()
                .map(threshold -> new ThresholdsPage.Row(threshold, finding(output, threshold)))
                .toList();
    }

    private static Finding finding(Output output, Threshold threshold) {
        return output == null ? null : output.of(threshold.dimension()).orElse(null);
    }

    private static List<ThresholdsPage.Suggestion> suggestions(List<ThresholdsPage.Row> rows) {
        return rows.stream()
                .filter(row -> row.threshold().active()
                        && row.finding() != null
                        && row.finding().p50Ms() != null)
                .filter(row ->
                        !List.of("too_few", "learning").contains(row.finding().state()))
                .map(row -> new ThresholdsPage.Suggestion(
                        row.threshold(),
                        row.finding(),
                        row.finding().p50Ms() / row.threshold().baselineMs() - 1,
                        Threshold.seconds(row.finding().p50Ms())))
                .filter(suggestion -> Math.abs(suggestion.change()) > SUGGEST_FROM)
                .sorted(Comparator.comparingDouble(suggestion -> -Math.abs(suggestion.change())))
                .toList();
    }

    private static String problem(ThresholdsPage.Form form, Optional<Double> baseline, Optional<Double> times) {
        if (!TYPES.contains(form.type())) {
            return "Choose a type.";
        } else if (form.key().isEmpty()) {
            return "The name is missing.";
        } else if (baseline.isEmpty() || baseline.get() <= 0 || baseline.get() > 1e9) {
            return "The baseline is a number of seconds above 0, such as 1.5.";
        } else if (times.isEmpty() || times.get() < 1 || times.get() > 1e6) {
            return "The multiplier is a number of at least 1, such as 2.";
        }
        return "";
    }

    private static Optional<Double> number(String text) {
        try {
            double number = Double.parseDouble(text.replace(',', '.'));
            return Double.isFinite(number) ? Optional.of(number) : Optional.empty();
        } catch (NumberFormatException notANumber) {
            return Optional.empty();
        }
    }

    private static String text(String text) {
        return text == null ? "" : text.strip();
    }

    private static Response back() {
        return Response.seeOther(URI.create("/settings/thresholds")).build();
    }
}
