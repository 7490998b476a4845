package dev.andon.monitor.alert.webhook;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Which addresses a message may be sent to. A name is looked up here, once a request, every address of it is judged, and the request
 * goes to the very address that was judged: what the name answers a moment later does not matter.
 */
final class Egress {
    private static final Map<Reach, String> REFUSALS = Map.of(
            Reach.LOOPBACK, "it is this machine; set MONITOR_ALERT_ALLOW_LOOPBACK=true if it should be",
            Reach.PRIVATE, "it is in a private network; set MONITOR_ALERT_ALLOW_PRIVATE=true if it should be",
            Reach.NEVER, "it is a link-local, multicast or reserved address, which is never allowed");

    private final Names names;
    private final boolean privateToo;
    private final boolean loopbackToo;

    Egress(Names names, boolean privateToo, boolean loopbackToo) {
        this.names = names;
        this.privateToo = privateToo;
        this.loopbackToo = loopbackToo;
    }

    /** Looks a name up. */
    @FunctionalInterface
    interface Names {
        InetAddress[] resolve(String host) throws UnknownHostException;
    }

    /** The address may not be used; the message says why and what to set. */
    static final class RefusedException extends RuntimeException {
        RefusedException(String message) {
            super(message);
        }
    }

    /** Every address of a host, all of them allowed; {@link RefusedException} where one is not. */
    List<InetAddress> addresses(String host, Duration limit)
            throws InterruptedException, ExecutionException, TimeoutException {
        FutureTask<List<InetAddress>> lookUp = new FutureTask<>(() -> List.of(names.resolve(host)));
        Thread.ofVirtual().start(lookUp);
        List<InetAddress> found = lookUp.get(limit.toMillis(), TimeUnit.MILLISECONDS);
        for (InetAddress address : found) {
            Reach reach = Reach.of(address);
            if (!allowed(reach)) {
                throw new RefusedException("The receiver was not called: " + REFUSALS.get(reach) + ".");
            }
        }
        return found;
    }

    private boolean allowed(Reach reach) {
        return switch (reach) {
            case PUBLIC -> true;
            case LOOPBACK -> loopbackToo;
            case PRIVATE -> privateToo;
            case NEVER -> false;
        };
    }
}
