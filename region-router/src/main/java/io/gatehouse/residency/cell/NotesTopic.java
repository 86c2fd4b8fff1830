package io.gatehouse.residency.cell;

/** What notes about a person are about. Each topic is one sealed value of its own. */
public enum NotesTopic {
    /** Labels and strikes: what decisions, people and systems noted for judging. */
    MARKS("notes"),
    /** What the person agreed to and refused, and when they were asked. Never told to judging. */
    CONSENTS("consents"),
    /** Which third parties the person lets have their data (DMA Art. 6(9)). */
    PORTABILITY("portability"),
    /** Which business users the person lets have theirs (DMA Art. 6(10)). */
    BUSINESS("business");

    /** Part of the place that a sealed value is bound to: never to change. */
    final String place;

    NotesTopic(String place) {
        this.place = place;
    }
}
