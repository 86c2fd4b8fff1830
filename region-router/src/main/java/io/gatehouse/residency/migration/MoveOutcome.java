package io.gatehouse.residency.migration;

import io.gatehouse.residency.cell.AccountState;
import io.gatehouse.residency.cell.CarriedCounts;
import io.gatehouse.residency.crossing.Answer;
import io.gatehouse.residency.region.RegionId;
import java.util.Optional;

/** What became of a person who was to move. */
public sealed interface MoveOutcome {
    /** At home in the new cell; the old one is proved empty. */
    record Moved(String migrationId, CarriedCounts counts) implements MoveOutcome {}

    /** At home where they were, and readable all the while. */
    record Stayed(String migrationId, String reason) implements MoveOutcome {}

    /** The gate stays closed; nothing was touched. */
    record Refused(Answer answer) implements MoveOutcome {}

    /** Another migration of the person is under way. */
    record AlreadyMoving(String migrationId) implements MoveOutcome {}

    /** A legal hold, or a request of the person's, must end first; nothing was touched. */
    record Bound() implements MoveOutcome {}

    /** Content of theirs is sheltered in that region, or it does not answer; it comes home first. Nothing was touched. */
    record Sheltered(RegionId in) implements MoveOutcome {}

    /** Not at home in the old cell, in that epoch; nothing was touched. */
    record NotAtHome(Optional<AccountState> state) implements MoveOutcome {}

    /** Another worker carries on with it. */
    record WithAnother(String migrationId) implements MoveOutcome {}
}
