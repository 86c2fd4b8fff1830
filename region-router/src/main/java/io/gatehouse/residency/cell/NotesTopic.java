package io.gatehouse.residency.cell;

/** What notes about a person are about. Each topic is one sealed value of its own. */
public enum NotesTopic {
    /** Labels and strikes: what decisions, people and systems noted for judging. */
    MARKS("notes", "safety"),
    /** What the person agreed to and refused, and when they were asked. Never told to judging. */
    CONSENTS("consents", "legal_duty"),
    /** Which third parties the person lets have their data (DMA Art. 6(9)). */
    PORTABILITY("portability", "legal_duty"),
    /** Which business users the person lets have theirs (DMA Art. 6(10)). */
    BUSINESS("business", "legal_duty"),
    /** What the person wrote when they appealed a decision (DSA Art. 20), by the appeal's id. */
    APPEALS("appeals", "legal_duty");

    /** Part of the place that a sealed value is bound to: never to change. */
    final String place;

    private final String purpose;

    NotesTopic(String place, String purpose) {
        this.place = place;
        this.purpose = purpose;
    }

    /** What such notes are kept for, as {@code services.yaml} names it; the service that keeps them is trust and safety. */
    public String purpose() {
        return purpose;
    }
}
