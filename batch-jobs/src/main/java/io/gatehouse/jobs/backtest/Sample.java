package io.gatehouse.jobs.backtest;

import io.gatehouse.jobs.Asked;
import io.gatehouse.jobs.RegionRange;
import java.util.List;
import java.util.Optional;

/**
 * How much of the traffic.
 *
 * @param number of messages; 0 when it is a share that was asked for
 */
public record Sample(double share, long number) {
    public static final String PARAMETER = "sample";

    static Sample read(Asked asked) {
        return read(asked, new Sample(1, 0));
    }

    public static Sample read(Asked asked, Sample otherwise) {
        return asked.value(PARAMETER, Sample::parse, "must be a number of messages (10000) or a share (2.5%)")
                .orElse(otherwise);
    }

    private static Optional<Sample> parse(String value) {
        if (value.matches("[0-9]{1,12}") && Long.parseLong(value) > 0)
            return Optional.of(new Sample(1, Long.parseLong(value)));
        if (!value.matches("[0-9]{1,3}(\\.[0-9]{1,6})?%")) return Optional.empty();
        double percent = Double.parseDouble(value.substring(0, value.length() - 1));
        return percent > 0 && percent <= 100 ? Optional.of(new Sample(percent / 100, 0)) : Optional.empty();
    }

    public double shareOf(List<RegionRange> ranges, BacktestCells cells) {
        if (number == 0) return share;
        long all = 0;
        for (var range : ranges) all += cells.traffic(range.region()).count(range.from(), range.to());
        return all <= number ? 1 : number / (double) all;
    }
}
