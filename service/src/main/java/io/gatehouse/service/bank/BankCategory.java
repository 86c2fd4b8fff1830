package io.gatehouse.service.bank;

import io.gatehouse.moderation.signal.Category;
import io.gatehouse.residency.bank.BankRow;

/**
 * What a bank is about. Banks are made with a known category only; those made before that was asked for may have a word of their
 * own, for which {@link Category#OTHER_ILLEGAL} stands in, and whoever is told of such a match is told that, too.
 */
final class BankCategory {
    static final String FAULT = "must be one of " + String.join(", ", Category.WIRE_NAMES);

    private BankCategory() {}

    static boolean isKnown(String category) {
        return Category.ofWireName(category).isPresent();
    }

    static boolean isKnown(BankRow bank) {
        return isKnown(bank.category());
    }

    static Category of(BankRow bank) {
        return Category.ofWireName(bank.category()).orElse(Category.OTHER_ILLEGAL);
    }

    /** Of a bank whose category is none. */
    static String complaint(BankRow bank) {
        return "the category of the bank " + bank.name() + " is none, " + Category.OTHER_ILLEGAL.wireName()
                + " stands in for it";
    }
}
