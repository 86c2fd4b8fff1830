package io.gatehouse.residency.bank;

import java.util.List;

/**
 * A page of another body's list.
 *
 * @param checkpoint where the next fetch begins if this one stops here
 * @param cursor where this fetch goes on; empty at its end
 * @param refused rows that said something that is no hash, and are left out
 */
public record FetchedPage(List<RemoteRow> rows, String checkpoint, String cursor, int refused) {
    public FetchedPage {
        rows = List.copyOf(rows);
    }

    public boolean isLast() {
        return cursor.isEmpty();
    }
}
