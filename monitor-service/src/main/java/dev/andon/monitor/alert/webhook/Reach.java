package dev.andon.monitor.alert.webhook;

import java.net.InetAddress;
import java.util.Arrays;
import java.util.List;

/**
 * How far from here an address is, which decides whether a webhook may lead there. Ranges are those of the special-purpose registries
 * of IANA (RFC 6890); an IPv6 address that holds an IPv4 one is judged as that.
 */
enum Reach {
    PUBLIC,
    LOOPBACK,
    /** Of a company or a provider's inner network. */
    PRIVATE,
    /** Link-local (metadata of clouds among it), multicast, unspecified or reserved: no receiver of messages is there. */
    NEVER;

    private static final List<Network> NETWORKS = List.of(
            new Network("0.0.0.0", 8, NEVER),
            new Network("10.0.0.0", 8, PRIVATE),
            new Network("100.64.0.0", 10, PRIVATE),
            new Network("127.0.0.0", 8, LOOPBACK),
            new Network("169.254.0.0", 16, NEVER),
            new Network("172.16.0.0", 12, PRIVATE),
            new Network("192.0.0.0", 24, NEVER),
            new Network("192.0.2.0", 24, NEVER),
            new Network("192.88.99.0", 24, NEVER),
            new Network("192.168.0.0", 16, PRIVATE),
            new Network("198.18.0.0", 15, PRIVATE),
            new Network("198.51.100.0", 24, NEVER),
            new Network("203.0.113.0", 24, NEVER),
            new Network("224.0.0.0", 3, NEVER),
            new Network("::1", 128, LOOPBACK),
            new Network("::", 128, NEVER),
            new Network("64:ff9b:1::", 48, PRIVATE),
            new Network("100::", 64, NEVER),
            new Network("2001::", 32, NEVER),
            new Network("2001:db8::", 32, NEVER),
            new Network("3fff::", 20, NEVER),
            new Network("fc00::", 7, PRIVATE),
            new Network("fe80::", 10, NEVER),
            new Network("fec0::", 10, PRIVATE),
            new Network("ff00::", 8, NEVER));

    /** IPv4 inside of IPv6: mapped, compatible, NAT64 and 6to4, with the byte it begins at. */
    private static final List<Holder> HOLDERS = List.of(
            new Holder(new Network("64:ff9b::", 96, NEVER), 12),
            new Holder(new Network("2002::", 16, NEVER), 2),
            new Holder(new Network("::", 96, NEVER), 12));

    static Reach of(InetAddress address) {
        return of(address.getAddress());
    }

    private static Reach of(byte[] address) {
        for (Network network : NETWORKS) {
            if (network.holds(address)) {
                return network.reach;
            }
        }
        for (Holder holder : HOLDERS) {
            if (holder.network.holds(address)) {
                return of(Arrays.copyOfRange(address, holder.at, holder.at + 4));
            }
        }
        return PUBLIC;
    }

    private record Holder(Network network, int at) {}

    private record Network(byte[] prefix, int bits, Reach reach) {
        Network(String prefix, int bits, Reach reach) {
            this(Literals.parse(prefix), bits, reach);
        }

        boolean holds(byte[] address) {
            if (address.length != prefix.length) {
                return false;
            }
            for (int bit = 0; bit < bits; bit++) {
                int mask = 0x80 >> bit % 8;
                if ((address[bit / 8] & mask) != (prefix[bit / 8] & mask)) {
                    return false;
                }
            }
            return true;
        }
    }
}
