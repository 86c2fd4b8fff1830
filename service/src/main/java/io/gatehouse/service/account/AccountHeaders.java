package io.gatehouse.service.account;

import io.gatehouse.residency.home.ResidenceEvidence;
import io.gatehouse.service.json.Faults;
import jakarta.servlet.http.HttpServletRequest;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An author as the headers name them. {@code Gatehouse-Author} is the account id, percent-encoded UTF-8 where it is
 * not plain ASCII; {@code Gatehouse-Residence} is what {@link AccountReader#residenceHeader} reads.
 */
public record AccountHeaders(@Nullable String accountId, List<ResidenceEvidence> residence) {
    public static final String AUTHOR = "Gatehouse-Author";
    public static final String RESIDENCE = "Gatehouse-Residence";

    public AccountHeaders {
        residence = List.copyOf(residence);
    }

    public static AccountHeaders read(HttpServletRequest request, Faults faults, Instant now) {
        String author = request.getHeader(AUTHOR);
        String residence = request.getHeader(RESIDENCE);
        if (author == null && residence == null) return new AccountHeaders(null, List.of());
        return new AccountHeaders(
                author == null ? null : decode(author, faults),
                residence == null ? List.of() : AccountReader.residenceHeader(residence, faults, now));
    }

    private static @Nullable String decode(String header, Faults faults) {
        try {
            // A plus is a plus here, not a space: this is no form.
            String id = header.indexOf('%') < 0
                    ? header
                    : URLDecoder.decode(header.replace("+", "%2B"), StandardCharsets.UTF_8);
            String fault = AccountReader.faultOfId(id);
            if (fault == null) return id;
            faults.add("header:" + AUTHOR, fault);
        } catch (IllegalArgumentException _) {
            faults.add("header:" + AUTHOR, "must be percent-encoded where it is not plain ASCII");
        }
        return null;
    }
}
