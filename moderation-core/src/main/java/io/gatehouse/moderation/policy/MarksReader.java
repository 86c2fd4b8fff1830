package io.gatehouse.moderation.policy;

import io.gatehouse.moderation.fact.Mark;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;

/** Reads what a {@code then:} notes about the author: {@code label_author:} and {@code strike:}; and on the content: {@code label_content:}. */
final class MarksReader {
    /** A year for an appeal to end, and another to count from there: longer is a file on a person. */
    static final Duration LONGEST = Duration.ofDays(730);

    private static final List<String> DECAYS =
            Arrays.stream(Mark.Decay.values()).map(Mark.Decay::wireName).toList();

    private MarksReader() {}

    static List<Mark> read(Section then) {
        var marks = new ArrayList<Mark>();
        for (var label : then.sections("label_author"))
            label(label, Mark.Label::new).ifPresent(marks::add);
        for (var label : then.sections("label_content"))
            label(label, Mark.ContentLabel::new).ifPresent(marks::add);
        for (var strike : then.sections("strike")) strike(strike).ifPresent(marks::add);
        return marks;
    }

    private static Optional<Mark> label(Section label, BiFunction<String, Duration, Mark> kind) {
        var name = label.text("name").filter(text -> {
            if (Mark.Label.isValid(text.text())) return true;
            label.faults()
                    .add(
                            text.at(),
                            "'" + text.text() + "' cannot name a label",
                            "lower-case letters, digits, - and _, at most 40");
            return false;
        });
        var expires = lasting(label, "expires");
        label.close();
        return name.flatMap(text -> expires.map(time -> kind.apply(text.text(), time)));
    }

    private static Optional<Mark> strike(Section strike) {
        int weight = strike.integer("weight", 1, (int) Mark.Strike.MAX_WEIGHT, 1);
        var window = lasting(strike, "window");
        var decay = strike.oneOf("decay", strike.text("decay"), Mark.Decay::ofWireName, DECAYS);
        boolean hasHalfLife = strike.has("half_life");
        Optional<Duration> halfLife = hasHalfLife ? lasting(strike, "half_life") : Optional.empty();
        boolean needsHalfLife = decay.filter(Mark.Decay.HALF_LIFE::equals).isPresent();
        if (decay.isPresent() && needsHalfLife != hasHalfLife)
            strike.faults()
                    .add(
                            strike.source(),
                            needsHalfLife
                                    ? "decay half_life has no 'half_life'"
                                    : "'half_life' only goes with decay half_life",
                            needsHalfLife ? "like half_life: P14D" : null);
        strike.close();
        if (window.isEmpty() || decay.isEmpty() || (needsHalfLife && halfLife.isEmpty())) return Optional.empty();
        return Optional.of(new Mark.Strike(weight, window.get(), decay.get(), needsHalfLife ? halfLife.get() : null));
    }

    private static Optional<Duration> lasting(Section section, String key) {
        return section.duration(key).filter(time -> {
            if (time.compareTo(LONGEST) <= 0) return true;
            section.faults()
                    .add(section.sourceOf(key), "'" + key + "' is longer than " + LONGEST.toDays() + " days", null);
            return false;
        });
    }
}
