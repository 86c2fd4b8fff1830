package io.gatehouse.moderation.report;

import java.math.BigDecimal;
import java.time.Duration;
import java.util.Optional;
import java.util.Set;

/**
 * One thing that happened in the period and is counted. What a report says is computed from these alone.
 *
 * <p>Each has the id under which it can be looked up, for the derivation of a cell.
 */
public sealed interface Reported {
    String id();

    /**
     * What it was about, as one category and one keyword of the template; double counts are omitted.
     *
     * @param keyword empty for what was not specified
     * @param description of {@link Category#OTHER}, empty for any other keyword
     */
    record Classified(String category, String keyword, String description) {
        public Classified {
            if (keyword.equals(Category.OTHER) == description.isBlank())
                throw new IllegalArgumentException("a description goes with " + Category.OTHER + ", and only with it: '"
                        + keyword + "', '" + description + "'");
        }
    }

    /**
     * A Member State's order.
     *
     * @param toAct to act against illegal content (DSA Art. 9), or else to provide information (Art. 10)
     * @param items specific items of information it names; of no account for an order to provide information
     * @param untilTold from its arrival until the authority was told of its receipt
     */
    record Order(
            String id,
            String memberState,
            Classified about,
            boolean toAct,
            long items,
            Optional<Duration> untilTold,
            Optional<Duration> untilEffect)
            implements Reported {
        public Order {
            if (toAct && items < 1) throw new IllegalArgumentException("an order to act names an item: " + id);
        }
    }

    /**
     * What another region holds of an order that is counted there: its items and the time of their effect.
     *
     * @param untilEffect until all of the part was in effect
     */
    record OrderPart(String id, String memberState, Classified about, long items, Optional<Duration> untilEffect)
            implements Reported {
        public OrderPart {
            if (items < 1) throw new IllegalArgumentException("a part of an order has an item: " + id);
        }
    }

    /** @param untilAction until the action was in effect; empty when there was none */
    record Notice(
            String id,
            Classified about,
            boolean trusted,
            long items,
            Optional<Duration> untilAction,
            long lawActions,
            long termsActions,
            boolean solelyAutomated)
            implements Reported {
        public Notice {
            if (items < 1) throw new IllegalArgumentException("a notice names an item: " + id);
            if (untilAction.isPresent() != lawActions + termsActions > 0)
                throw new IllegalArgumentException("a notice has a time of action when there was one: " + id);
        }
    }

    /** What another region holds of a notice that is counted there: items, actions and their time. */
    record NoticePart(
            String id,
            Classified about,
            boolean trusted,
            long items,
            Optional<Duration> untilAction,
            long lawActions,
            long termsActions)
            implements Reported {
        public NoticePart {
            if (items < 1) throw new IllegalArgumentException("a part of a notice has an item: " + id);
            if (untilAction.isPresent() != lawActions + termsActions > 0)
                throw new IllegalArgumentException("a notice has a time of action when there was one: " + id);
        }
    }

    /** What led to a measure. */
    enum Origin {
        OWN_INITIATIVE,
        ORDER,
        NOTICE
    }

    /** Whether a person took part in a decision. */
    enum Automation {
        FULLY,
        PARTIALLY,
        NOT
    }

    /**
     * A measure taken on content or an account.
     *
     * @param illegal because of the law, or else because of the terms
     * @param restrictions codes of the statement of reasons, never empty
     * @param solelyDetected whether automated means alone found it
     * @param languages of what was acted on, among the template's; empty when there is none
     */
    record Action(
            String id,
            Origin origin,
            boolean illegal,
            Classified about,
            Set<String> restrictions,
            boolean solelyDetected,
            Automation automation,
            Set<String> languages)
            implements Reported {
        public Action {
            restrictions = Set.copyOf(restrictions);
            languages = Set.copyOf(languages);
            if (restrictions.isEmpty()) throw new IllegalArgumentException("a measure restricts something: " + id);
            if (automation == Automation.FULLY && !solelyDetected)
                throw new IllegalArgumentException("what nobody took part in, nobody found: " + id);
        }
    }

    /**
     * Measures that are equal in all that is counted, so that millions need not be named one by one.
     *
     * @param like one of them; a derivation names its id alone
     */
    record Actions(Action like, long number) implements Reported {
        public Actions {
            if (number < 1) throw new IllegalArgumentException("no measure is none: " + like.id());
        }

        @Override
        public String id() {
            return like.id();
        }
    }

    /** What a complaint is about: rows of sheet 7. */
    enum Objection {
        VISIBILITY("complaints_visibility"),
        SERVICE("complaints_service"),
        ACCOUNT("complaints_account"),
        MONETARY("complaints_monetary"),
        NOTICE("complaints_notice"),
        TRUSTED_NOTICE("complaints_trusted_notice");

        final String row;

        Objection(String row) {
            this.row = row;
        }
    }

    /** How a complaint or dispute ended. */
    enum Outcome {
        UPHELD("Decisions upheld"),
        PARTIALLY_REVERSED("Decisions partially reversed"),
        REVERSED("Decisions reversed"),
        OMITTED("Decision omitted");

        final String scope;

        Outcome(String scope) {
            this.scope = scope;
        }
    }

    /**
     * A complaint in the internal mechanism (DSA Art. 20).
     *
     * @param untilDecided until the decision was notified; empty when it was omitted
     * @param newRestrictions imposed as its result
     */
    record Complaint(String id, Objection about, Outcome outcome, Optional<Duration> untilDecided, long newRestrictions)
            implements Reported {}

    /**
     * A dispute before an out-of-court body (DSA Art. 21).
     *
     * @param implemented whether a full or partial reversal was carried out
     */
    record Dispute(String id, Outcome outcome, Optional<Duration> untilDecided, boolean implemented)
            implements Reported {}

    /** What somebody was suspended for (DSA Art. 23): rows of sheet 7. */
    enum Misuse {
        ILLEGAL_CONTENT("suspensions_content"),
        UNFOUNDED_NOTICES("suspensions_notices"),
        UNFOUNDED_COMPLAINTS("suspensions_complaints");

        final String row;

        Misuse(String row) {
            this.row = row;
        }
    }

    /** @param number of suspensions that are equal, as of {@link Actions} */
    record Suspension(String id, Misuse misuse, long number) implements Reported {
        public Suspension(String id, Misuse misuse) {
            this(id, misuse, 1);
        }

        public Suspension {
            if (number < 1) throw new IllegalArgumentException("no suspension is none: " + id);
        }
    }

    /**
     * How right a system is, as it was measured.
     *
     * @param scope a scope of sheet 8
     * @param justification which system this is and why these numbers describe it; goes into the column of context
     * @param measuredOn ids of what the numbers were computed from
     */
    record Accuracy(
            String id,
            String scope,
            BigDecimal accuracy,
            BigDecimal precision,
            BigDecimal recall,
            String justification,
            java.util.List<String> measuredOn)
            implements Reported {
        /** Measured elsewhere, under this id. */
        public Accuracy(
                String id,
                String scope,
                BigDecimal accuracy,
                BigDecimal precision,
                BigDecimal recall,
                String justification) {
            this(id, scope, accuracy, precision, recall, justification, java.util.List.of(id));
        }

        public Accuracy {
            measuredOn = java.util.List.copyOf(measuredOn);
            for (var share : java.util.List.of(accuracy, precision, recall))
                if (share.signum() < 0 || share.compareTo(BigDecimal.ONE) > 0)
                    throw new IllegalArgumentException("a share is from 0 to 1: " + share);
            if (justification.isBlank())
                throw new IllegalArgumentException("numbers of accuracy must be justified: " + id);
        }
    }

    /**
     * Somebody who moderates.
     *
     * @param fullTimeEquivalent 1 for full time
     * @param languages in which they have B2 or better
     */
    record Moderator(String id, boolean internal, BigDecimal fullTimeEquivalent, Set<String> languages)
            implements Reported {
        public Moderator {
            languages = Set.copyOf(languages);
        }
    }

    /**
     * How many people moderate, as a register counts them.
     *
     * @param language in which they have B2 or better; empty for all who moderate, each once
     */
    record Staff(String id, String language, long internal, long external) implements Reported {
        public Staff {
            if (internal < 0 || external < 0) throw new IllegalArgumentException("fewer than nobody: " + id);
        }
    }

    /** Average monthly active recipients in one Member State. */
    record Recipients(String id, String memberState, long number) implements Reported {}
}
