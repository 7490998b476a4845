package dev.andon.local.home;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DataDirTest {
    @TempDir
    private Path folder;

    @Test
    void files_with_secrets_are_readable_by_their_owner_only_also_where_they_were_there() throws IOException {
        Path secret = folder.resolve("env");
        Path log = Files.writeString(folder.resolve("andon.log"), "a key\n");
        Files.setPosixFilePermissions(log, PosixFilePermissions.fromString("rw-r--r--"));

        DataDir.writeSecret(secret, "ANDON_API_KEY=a");
        DataDir.keepToOwner(log);
        DataDir.keepToOwner(folder.resolve("new.log"));

        for (String name : new String[] {"env", "andon.log", "new.log"}) {
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(folder.resolve(name))))
                    .as(name)
                    .isEqualTo("rw-------");
        }
        assertThat(DataDir.read(log)).hasValue("a key");
    }
}
