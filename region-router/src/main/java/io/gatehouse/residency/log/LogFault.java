package io.gatehouse.residency.log;

/** The first thing found wrong in a log, in a sentence. Never leaves the package. */
final class LogFault extends Exception {
    private static final long serialVersionUID = 1;

    LogFault(String sentence) {
        super(sentence);
    }

    @Override
    public String getMessage() {
        return String.valueOf(super.getMessage());
    }
}
