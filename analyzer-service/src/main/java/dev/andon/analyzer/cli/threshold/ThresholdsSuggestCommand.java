package dev.andon.analyzer.cli.threshold;

import dev.andon.analyzer.threshold.Thresholds;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code thresholds suggest}. */
@Command(name = "suggest", description = "Shows baselines that differ from the actual p50 by more than 20 %%.")
public final class ThresholdsSuggestCommand extends ThresholdSubcommand {
    @Mixin
    WindowOption window;

    ThresholdsSuggestCommand(Thresholds thresholds, ThresholdText text) {
        super(thresholds, text);
    }

    @Override
    public void run() {
        text.printSuggestions(thresholds.suggestions(window.days(spec)), output, spec);
    }
}
