package io.gatehouse.residency.cell;

/** An account's new profile, with the key it gets if it is new. */
final class PreparedAccount extends Prepared<AccountOutcome> {
    final AccountWrite write;
    final PersonKeyRing.Held guess;

    PreparedAccount(AccountWrite write, PersonKeyRing.Held guess) {
        this.write = write;
        this.guess = guess;
    }
}
