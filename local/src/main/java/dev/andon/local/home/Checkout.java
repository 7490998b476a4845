package dev.andon.local.home;

import java.nio.file.Path;

/** Where the project lies: the script says so in {@code andon.home}; without it, the working folder. */
public final class Checkout {
    private Checkout() {}

    public static Path root() {
        return Path.of(System.getProperty("andon.home", "")).toAbsolutePath().normalize();
    }
}
