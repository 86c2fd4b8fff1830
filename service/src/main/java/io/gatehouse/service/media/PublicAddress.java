package io.gatehouse.service.media;

import java.net.Inet4Address;
import java.net.Inet6Address;
import java.net.InetAddress;

/** Which addresses are of the public internet (the special-purpose registries of RFC 6890). */
public final class PublicAddress {
    private PublicAddress() {}

    public static boolean is(InetAddress address) {
        return switch (address) {
            case Inet4Address four -> isPublic(four.getAddress());
            case Inet6Address six -> isPublicSix(six.getAddress());
            default -> false;
        };
    }

    private static boolean isPublic(byte[] octets) {
        int first = octets[0] & 0xff;
        int second = octets[1] & 0xff;
        int third = octets[2] & 0xff;
        return switch (first) {
            case 0, 10, 127 -> false;
            case 100 -> second < 64 || second > 127;
            case 169 -> second != 254;
            case 172 -> second < 16 || second > 31;
            case 192 -> !(second == 168 || second == 0 && (third == 0 || third == 2) || second == 88 && third == 99);
            case 198 -> !(second == 18 || second == 19 || second == 51 && third == 100);
            case 203 -> !(second == 0 && third == 113);
            // Multicast and what is reserved.
            default -> first < 224;
        };
    }

    /** Of 2000::/3, without documentation and what carries an address of version 4 inside. */
    private static boolean isPublicSix(byte[] octets) {
        int first = (octets[0] & 0xff) << 8 | octets[1] & 0xff;
        int second = (octets[2] & 0xff) << 8 | octets[3] & 0xff;
        if (first < 0x2000 || first > 0x3fff || first == 0x2002 || first == 0x3fff) return false;
        return first != 0x2001 || second >= 0x200 && second != 0xdb8;
    }
}
