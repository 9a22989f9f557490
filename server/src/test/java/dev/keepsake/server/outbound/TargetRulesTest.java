package dev.keepsake.server.outbound;

import static org.assertj.core.api.Assertions.assertThat;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.HexFormat;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Which addresses may be called.
class TargetRulesTest {

    private static final TargetRules LENIENT = new TargetRules(true);
    private static final TargetRules STRICT = new TargetRules(false);

    @ParameterizedTest
    @ValueSource(
            strings = {
                "169.254.169.254",
                "169.254.0.1",
                "::ffff:169.254.169.254",
                "::169.254.169.254",
                "64:ff9b::a9fe:a9fe",
                "2002:a9fe:a9fe::1",
                "fe80::1",
                "febf::1",
                "fd00:ec2::254",
                "fd20:ce::254",
                "100.100.100.200",
                "168.63.129.16",
                "192.0.0.192",
                "0.0.0.0",
                "0.1.2.3",
                "::",
                "::ffff:0.0.0.0",
                "224.0.0.1",
                "239.255.255.250",
                "ff02::1",
                "255.255.255.255",
                "240.0.0.1"
            })
    void someAddressesAreNeverCalled(String address) throws UnknownHostException {
        assertThat(LENIENT.objection(InetAddress.getByName(address))).isPresent();
        assertThat(STRICT.objection(InetAddress.getByName(address))).isPresent();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "127.0.0.1",
                "127.1.2.3",
                "::1",
                "10.0.0.1",
                "172.16.0.1",
                "172.31.255.255",
                "192.168.1.7",
                "100.64.0.1",
                "fd12:3456::1",
                "fec0::1",
                "::ffff:10.0.0.1",
                "64:ff9b::7f00:1",
                "2002:c0a8:107::1"
            })
    void privateAddressesAreCalledUnlessTheOperatorForbidsIt(String address)
            throws UnknownHostException {
        assertThat(LENIENT.objection(InetAddress.getByName(address))).isEmpty();
        assertThat(STRICT.objection(InetAddress.getByName(address))).isPresent();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "93.184.215.14",
                "172.15.255.255",
                "172.32.0.1",
                "169.253.255.255",
                "169.255.0.0",
                "192.0.1.1",
                "223.255.255.255",
                "2606:2800:21f:cb07:6820:80da:af6b:8b2c",
                "64:ff9b::5db8:d70e",
                "fe00::1"
            })
    void publicAddressesAreAlwaysCalled(String address) throws UnknownHostException {
        assertThat(LENIENT.objection(InetAddress.getByName(address))).isEmpty();
        assertThat(STRICT.objection(InetAddress.getByName(address))).isEmpty();
    }

    /// Java's parser turns mapped addresses into IPv4; a resolver of another kind might not.
    @Test
    void aMappedAddressIsJudgedByWhatItMaps() throws UnknownHostException {
        var mapped = HexFormat.of().parseHex("00000000000000000000ffffa9fea9fe");
        var raw = java.net.Inet6Address.getByAddress(null, mapped, -1);

        assertThat(raw.getAddress()).hasSize(16);
        assertThat(LENIENT.objection(raw)).contains("link-local");
    }
}
