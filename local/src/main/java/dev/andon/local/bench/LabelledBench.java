package dev.andon.local.bench;

import dev.andon.local.accuracy.AccuracyBench;
import dev.andon.local.accuracy.Figures;
import dev.andon.local.home.Checkout;
import dev.andon.local.home.DataDir;
import dev.andon.local.home.StackException;
import dev.andon.local.stack.Leftovers;
import dev.andon.local.stack.Ports;
import dev.andon.local.stack.Service;
import dev.andon.local.stack.Stack;
import dev.andon.local.stack.StackLock;
import java.nio.file.Path;
import java.util.Optional;

/** How right the answers are on recordings that others labelled, through a whole stack of its own; see {@link AccuracyBench}. */
public final class LabelledBench implements Bench {
    @Override
    public String name() {
        return "accuracy";
    }

    @Override
    public void run(BenchRun run) throws Exception {
        DataDir dir = new DataDir(Checkout.root().resolve(".andon/bench/accuracy"));
        dir.create();
        try (StackLock lock = StackLock.take(dir)
                        .orElseThrow(() -> new StackException("Another benchmark runs on " + dir.root() + "."));
                Stack stack = new Stack(dir, Ports.from(0), line -> run.progress("%s", line))) {
            Leftovers.clear(dir);
            Runtime.getRuntime().addShutdownHook(new Thread(stack::close));
            stack.start(Optional.empty());
            AccuracyBench.Target target = new AccuracyBench.Target(
                    Service.INGEST.url(stack.ports()),
                    Service.ANALYZER.url(stack.ports()),
                    stack.apiKey(),
                    stack.databaseUrl());
            Path data = Path.of(System.getProperty(
                    "andon.shared.data",
                    Checkout.root().resolve("../shared/data").toString()));
            Figures figures = AccuracyBench.run(target, data, run.quick(), line -> run.progress("%s", line));
            figures.values().forEach((key, value) -> run.figure(key, value, "", figures.goal(key)));
            figures.remarks().forEach(remark -> run.progress("%s", remark));
        }
    }
}
