package dev.andon.monitor.alert.webhook;

/**
 * What became of one message.
 *
 * @param outcome sent, failed (may work later) or refused (would never work)
 * @param status of HTTP of the last request; null where none was answered
 * @param detail for people
 */
public record Delivery(String outcome, int tries, Integer status, String detail) {
    public boolean sent() {
        return outcome.equals("sent");
    }

    public boolean refused() {
        return outcome.equals("refused");
    }
}
