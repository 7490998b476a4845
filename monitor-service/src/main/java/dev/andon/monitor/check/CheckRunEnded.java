package dev.andon.monitor.check;

import java.util.Map;
import java.util.function.Consumer;

/**
 * Fired once a run by {@link CheckRunner#announce}, after the run was stored, to observers on the same thread. An observer that
 * throws keeps nobody from the findings.
 *
 * @param before how each check ended the last time it was made; without those made for the first time
 * @param trouble takes a sentence about what an observer could not do, for whoever asked for the run
 */
public record CheckRunEnded(CheckRun run, Map<String, CheckStatus> before, Consumer<String> trouble) {}
