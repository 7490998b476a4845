package dev.andon.analyzer.cli;

import dev.andon.analyzer.threshold.Thresholds;
import dev.andon.common.cli.OutputOption;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code thresholds suggest}. */
@Command(name = "suggest", description = "Shows baselines that differ from the actual p50 by more than 20 %%.")
public final class ThresholdsSuggestCommand implements Runnable {
    private final Thresholds thresholds;
    private final ThresholdText text;

    @Mixin
    WindowOption window;

    @Mixin
    OutputOption output;

    @Spec
    CommandSpec spec;

    ThresholdsSuggestCommand(Thresholds thresholds, ThresholdText text) {
        this.thresholds = thresholds;
        this.text = text;
    }

    @Override
    public void run() {
        text.printSuggestions(thresholds.suggestions(window.days(spec)), output, spec);
    }
}
