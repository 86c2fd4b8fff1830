package io.gatehouse.service.webhook;

import java.net.Inet4Address;
import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Arrays;

/**
 * Which addresses anybody's server may have. What lies in a private network, on this machine or in a provider's metadata service must
 * not be reached because somebody registered a URL (server-side request forgery).
 */
final class PublicAddresses {
    /** The special-purpose registries of IANA (RFC 6890), IPv4: network, bits. What Java knows by itself is left out. */
    private static final int[][] PRIVATE_4 = {
        {0, 0, 0, 0, 8}, // this network
        {100, 64, 0, 0, 10}, // shared by carriers
        {192, 0, 0, 0, 24}, // protocol assignments
        {192, 0, 2, 0, 24}, // documentation
        {192, 88, 99, 0, 24}, // 6to4 relays
        {198, 18, 0, 0, 15}, // benchmarks
        {198, 51, 100, 0, 24}, // documentation
        {203, 0, 113, 0, 24}, // documentation
        {240, 0, 0, 0, 4} // reserved, and broadcast
    };

    private PublicAddresses() {}

    static boolean isPublic(InetAddress address) {
        if (address.isAnyLocalAddress()
                || address.isLoopbackAddress()
                || address.isLinkLocalAddress()
                || address.isSiteLocalAddress()
                || address.isMulticastAddress()) return false;
        return switch (address) {
            case Inet4Address four -> isPublic4(four.getAddress());
            case Inet6Address six -> isPublic6(six.getAddress());
            default -> false;
        };
    }

    private static boolean isPublic4(byte[] address) {
        for (int[] network : PRIVATE_4) if (startsWith(address, network)) return false;
        return true;
    }

    private static boolean startsWith(byte[] address, int[] network) {
        int bits = network[4];
        for (int i = 0; i < 4; i++, bits -= 8) {
            int mask = bits >= 8 ? 0xff : bits <= 0 ? 0 : 0xff << 8 - bits & 0xff;
            if ((address[i] & mask) != (network[i] & mask)) return false;
        }
        return true;
    }

    /** Only global unicast (2000::/3), and of that nothing that carries an IPv4 address to somewhere else. */
    private static boolean isPublic6(byte[] address) {
        if ((address[0] & 0xe0) != 0x20) return isTranslated(address) && isPublicInside(address, 12);
        if (address[0] == 0x20 && address[1] == 0x02) return isPublicInside(address, 2);
        boolean teredo = address[0] == 0x20 && address[1] == 0x01 && address[2] == 0 && address[3] == 0;
        boolean documentation =
                address[0] == 0x20 && address[1] == 0x01 && address[2] == 0x0d && address[3] == (byte) 0xb8;
        return !teredo && !documentation;
    }

    /** 64:ff9b::/96, by which IPv4 is reached from networks that have only IPv6. */
    private static boolean isTranslated(byte[] address) {
        byte[] prefix = {0, 0x64, (byte) 0xff, (byte) 0x9b, 0, 0, 0, 0, 0, 0, 0, 0};
        return Arrays.equals(prefix, Arrays.copyOf(address, prefix.length));
    }

    private static boolean isPublicInside(byte[] address, int at) {
        try {
            return isPublic(InetAddress.getByAddress(Arrays.copyOfRange(address, at, at + 4)));
        } catch (UnknownHostException impossible) {
            throw new IllegalStateException("four bytes are an address", impossible);
        }
    }
}
