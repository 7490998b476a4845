package dev.andon.local.stack;

import dev.andon.local.home.DataDir;
import java.io.IOException;
import java.io.StringReader;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Properties;

/**
 * What the launcher notes of itself in the data folder, so that other commands find it.
 *
 * @param launcher the launcher's process, as {@link Processes#name} writes it
 * @param ready the services answer and the addresses are final
 * @param children the services' processes
 */
public record Running(String launcher, boolean ready, Ports ports, String databaseUrl, List<String> children) {

    /** What the folder says, whether it still runs or not. */
    public static Optional<Running> read(DataDir dir) {
        return DataDir.read(dir.state()).map(Running::parse);
    }

    /** Like {@link #read}, when its launcher lives: the lock says so, a process that nobody has reaped does not. */
    public static Optional<Running> alive(DataDir dir) {
        return read(dir).filter(running -> StackLock.isHeld(dir));
    }

    public Optional<ProcessHandle> process() {
        return Processes.find(launcher);
    }

    /** The children that live. */
    public List<ProcessHandle> liveChildren() {
        return children.stream().map(Processes::find).flatMap(Optional::stream).toList();
    }

    void write(DataDir dir) {
        Properties properties = new Properties();
        properties.setProperty("launcher", launcher);
        properties.setProperty("ready", Boolean.toString(ready));
        properties.setProperty(
                "ports",
                "%d,%d,%d,%d,%d"
                        .formatted(ports.ingest(), ports.grpc(), ports.analyzer(), ports.monitor(), ports.postgres()));
        properties.setProperty("database-url", databaseUrl);
        properties.setProperty("children", String.join(",", children));
        StringWriter text = new StringWriter();
        try {
            properties.store(text, null);
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
        DataDir.writeSecret(dir.state(), text.toString());
    }

    private static Running parse(String text) {
        Properties properties = new Properties();
        try {
            properties.load(new StringReader(text));
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
        int[] ports = Arrays.stream(properties.getProperty("ports").split(","))
                .mapToInt(Integer::parseInt)
                .toArray();
        return new Running(
                properties.getProperty("launcher"),
                Boolean.parseBoolean(properties.getProperty("ready")),
                new Ports(ports[0], ports[1], ports[2], ports[3], ports[4]),
                properties.getProperty("database-url"),
                Arrays.stream(properties.getProperty("children").split(","))
                        .filter(child -> !child.isEmpty())
                        .toList());
    }
}
