package dev.andon.analyzer.cli;

import dev.andon.analyzer.bottleneck.Dimension;
import dev.andon.analyzer.threshold.Thresholds;
import dev.andon.common.cli.OutputOption;
import java.util.Set;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code thresholds apply}. */
@Command(name = "apply", description = "Takes the suggested baseline of one dimension, or all of them.")
public final class ThresholdsApplyCommand implements Runnable {
    private final Thresholds thresholds;
    private final ThresholdText text;

    @Parameters(index = "0", arity = "0..1", paramLabel = "TYPE", description = "Dimension type.")
    String type;

    @Parameters(index = "1", arity = "0..1", paramLabel = "KEY", description = "Dimension key.")
    String key;

    @Option(names = "--all", description = "Take every suggestion, as without TYPE and KEY.")
    boolean all;

    @Mixin
    WindowOption window;

    @Mixin
    Actor actor;

    @Mixin
    OutputOption output;

    @Spec
    CommandSpec spec;

    ThresholdsApplyCommand(Thresholds thresholds, ThresholdText text) {
        this.thresholds = thresholds;
        this.text = text;
    }

    @Override
    public void run() {
        if (type != null && (all || key == null)) {
            throw new ParameterException(spec.commandLine(), "Name one dimension by TYPE and KEY, or none for all.");
        }
        Set<Dimension> wanted = type == null ? Set.of() : Set.of(new Dimension(type, key));
        text.printThresholds(thresholds.apply(wanted, window.days(spec), actor.name), output, spec);
    }
}
