package io.gatehouse.residency.cell;

/** What a client calls a conversation: unique per client. Both parts may be personal; the cell stores a keyed digest. */
public record ConversationName(String client, String id) {
    public ConversationName {
        if (client.isEmpty() || id.isEmpty()) throw new IllegalArgumentException("client and id must not be empty");
    }
}
