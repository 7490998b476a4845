package dev.andon.analyzer.cli.threshold;

import dev.andon.analyzer.bottleneck.Dimension;
import dev.andon.analyzer.threshold.Thresholds;
import java.util.Set;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;

/** {@code thresholds apply}. */
@Command(name = "apply", description = "Takes the suggested baseline of one dimension, or all of them.")
public final class ThresholdsApplyCommand extends ThresholdSubcommand {
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

    ThresholdsApplyCommand(Thresholds thresholds, ThresholdText text) {
        super(thresholds, text);
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
