package io.gatehouse.residency.cell;

/** A new revision of stored content; sealed in the commit, where its author's key is known. */
final class PreparedEdit extends Prepared<EditOutcome> {
    final ContentEdit edit;

    PreparedEdit(ContentEdit edit) {
        this.edit = edit;
    }
}
