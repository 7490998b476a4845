package dev.andon.monitor.request.cli;

import dev.andon.common.cli.CommandFailure;
import dev.andon.common.cli.OutputOption;
import dev.andon.monitor.privacy.PrivacyKeys;
import dev.andon.monitor.privacy.cli.ActorOption;
import dev.andon.monitor.request.PersonRequest;
import dev.andon.monitor.request.PersonRequests;
import dev.andon.monitor.request.RequestKind;
import dev.andon.monitor.request.RequestRepository.Order;
import dev.andon.monitor.request.export.Export;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Writes what is stored about a person into a file. */
@Command(
        name = "export",
        description =
                "Writes everything about a person into a ZIP: a file of JSON lines a table, a page to read, a manifest.",
        exitCodeListHeading = "%nExit codes:%n",
        exitCodeList = {"0:written", "1:failed, with the reason", "2:wrong usage", "3:still open"})
public final class ExportCommand implements Callable<Integer> {
    private final PrivacyKeys keys;
    private final PersonRequests requests;
    private final FollowedRequest followed;
    private final Export export;

    @Mixin
    PersonOption person;

    @Mixin
    ActorOption actor;

    @Option(names = "--to", paramLabel = "FILE", required = true, description = "The ZIP; must not exist yet.")
    Path file;

    @Option(
            names = "--wait",
            paramLabel = "TIME",
            defaultValue = "PT1H",
            description = "How long to wait until it can be written.")
    Duration patience;

    @Mixin
    OutputOption output;

    @Spec
    CommandSpec spec;

    ExportCommand(PrivacyKeys keys, PersonRequests requests, FollowedRequest followed, Export export) {
        this.keys = keys;
        this.requests = requests;
        this.followed = followed;
        this.export = export;
    }

    @Override
    public Integer call() throws Exception {
        if (Files.exists(file)) {
            throw new ParameterException(spec.commandLine(), file + " exists already.");
        } else if (!Files.isWritable(folder())) {
            // Before a request is open that nobody could fetch.
            throw new ParameterException(spec.commandLine(), folder() + " is no folder that can be written to.");
        }
        PersonRequest request = open();
        if (request.ready()) {
            write(request);
            request = requests.find(request.requestId()).orElseThrow();
        }
        return followed.print(request, output.json(), spec.commandLine().getOut());
    }

    private PersonRequest open() throws IOException {
        try {
            UUID id = requests.open(
                    keys.required(),
                    RequestKind.EXPORT,
                    person.all(),
                    new Order(actor.name(), person.reason, person.key, false));
            return followed.follow(id, patience, spec.commandLine().getErr());
        } catch (IllegalArgumentException refused) {
            throw new ParameterException(spec.commandLine(), refused.getMessage());
        }
    }

    private Path folder() {
        return file.toAbsolutePath().getParent();
    }

    /** Under another name until it is whole; only its owner may read it. */
    private void write(PersonRequest request) throws IOException {
        Path part = Files.createTempFile(
                folder(),
                file.getFileName().toString(),
                ".part",
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        boolean whole = false;
        try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(part))) {
            export.write(request, actor.name(), out);
            whole = true;
        } catch (IllegalStateException fetched) {
            throw new CommandFailure(fetched.getMessage());
        } finally {
            if (!whole) {
                Files.deleteIfExists(part);
            }
        }
        try {
            Files.move(part, file);
        } catch (IOException failed) {
            throw new CommandFailure("It is written, but cannot be called " + file + "; it is " + part + ".", failed);
        }
    }
}
