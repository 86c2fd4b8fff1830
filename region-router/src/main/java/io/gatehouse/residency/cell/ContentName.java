package io.gatehouse.residency.cell;

/** What a client calls its content: unique per client. Both parts may be personal; the cell stores a keyed digest. */
public record ContentName(String client, String id) {
    public ContentName {
        if (client.isEmpty() || id.isEmpty()) throw new IllegalArgumentException("client and id must not be empty");
    }
}
