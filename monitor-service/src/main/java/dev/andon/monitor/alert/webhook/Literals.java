package dev.andon.monitor.alert.webhook;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.regex.Pattern;

/** Addresses written as numbers. */
final class Literals {
    private static final Pattern NUMBERS = Pattern.compile("(?i)(0x[0-9a-f]*|[0-9]+)(\\.(0x[0-9a-f]*|[0-9]+))*\\.?");
    private static final Pattern FOUR_NUMBERS =
            Pattern.compile("((25[0-5]|2[0-4]\\d|1\\d\\d|[1-9]?\\d)\\.){3}(25[0-5]|2[0-4]\\d|1\\d\\d|[1-9]?\\d)");

    private Literals() {}

    /** The bytes of an address that is surely one; no name is looked up. */
    static byte[] parse(String literal) {
        try {
            return InetAddress.getByName(literal).getAddress();
        } catch (UnknownHostException impossible) {
            throw new IllegalArgumentException(literal, impossible);
        }
    }

    /** Numbers that programs read as different addresses: 2130706433, 0x7f.1, 0177.0.0.1, 127.1. */
    static boolean ambiguous(String host) {
        return NUMBERS.matcher(host).matches() && !FOUR_NUMBERS.matcher(host).matches();
    }
}
