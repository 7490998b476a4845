package dev.andon.monitor.alert.webhook;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ReachTest {

    @ParameterizedTest
    @CsvSource(textBlock = """
            1.1.1.1, PUBLIC
            11.0.0.1, PUBLIC
            172.15.255.255, PUBLIC
            172.32.0.0, PUBLIC
            100.128.0.0, PUBLIC
            2606:4700::1111, PUBLIC
            64:ff9b::1.1.1.1, PUBLIC
            2002:101:101::1, PUBLIC
            127.0.0.1, LOOPBACK
            127.255.255.254, LOOPBACK
            ::1, LOOPBACK
            ::ffff:127.0.0.1, LOOPBACK
            64:ff9b::127.0.0.1, LOOPBACK
            2002:7f00:1::, LOOPBACK
            ::127.0.0.1, LOOPBACK
            10.1.2.3, PRIVATE
            172.16.0.1, PRIVATE
            172.31.255.255, PRIVATE
            192.168.1.1, PRIVATE
            100.64.0.1, PRIVATE
            198.19.0.1, PRIVATE
            fd00:ec2::254, PRIVATE
            fec0::1, PRIVATE
            ::ffff:10.0.0.1, PRIVATE
            64:ff9b::10.0.0.1, PRIVATE
            64:ff9b:1::1, PRIVATE
            0.0.0.0, NEVER
            0.1.2.3, NEVER
            169.254.169.254, NEVER
            ::ffff:169.254.169.254, NEVER
            64:ff9b::169.254.169.254, NEVER
            2002:a9fe:a9fe::, NEVER
            224.0.0.1, NEVER
            240.0.0.1, NEVER
            255.255.255.255, NEVER
            192.0.2.1, NEVER
            ::, NEVER
            fe80::1, NEVER
            ff02::1, NEVER
            2001::1, NEVER
            2001:db8::1, NEVER
            """)
    void an_address_reaches_as_far_as_its_range_and_what_it_holds(String address, Reach reach) throws Exception {
        assertThat(Reach.of(InetAddress.getByName(address))).isEqualTo(reach);
    }
}
