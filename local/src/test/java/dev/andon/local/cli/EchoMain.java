package dev.andon.local.cli;

import java.util.Arrays;

/** Stands for a service in {@link ScriptTest}: prints what it was given and ends as its last argument says. */
final class EchoMain {
    private EchoMain() {}

    public static void main(String... arguments) {
        System.out.println("arguments " + Arrays.toString(arguments));
        System.out.println("DATABASE_URL " + System.getenv("DATABASE_URL"));
        System.out.println("ANDON_API_KEY " + System.getenv("ANDON_API_KEY"));
        String last = arguments.length == 0 ? "" : arguments[arguments.length - 1];
        System.exit(last.startsWith("--exit=") ? Integer.parseInt(last.substring(7)) : 0);
    }
}
