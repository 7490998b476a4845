package dev.andon.common.config;

import io.quarkus.runtime.configuration.ConfigurationException;

/** Bounds of numbers that operators set: with one outside of them nothing starts, and the message names the key and the remedy. */
public final class Bounds {
    private Bounds() {}

    /** Both ends are allowed. */
    public static void check(String key, long value, long least, long most) {
        if (value < least || value > most) {
            throw new ConfigurationException(
                    key + "=" + value + " cannot work. Set it to a number from " + least + " to " + most + ".");
        }
    }
}
