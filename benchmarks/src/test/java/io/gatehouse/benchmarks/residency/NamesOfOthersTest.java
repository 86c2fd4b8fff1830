package io.gatehouse.benchmarks.residency;

import static org.assertj.core.api.Assertions.assertThat;

import io.gatehouse.benchmarks.load.Acknowledged;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class NamesOfOthersTest {
    private static final List<String> REGIONS = List.of("eu-west-1", "eu-north-1", "us-east-1", "uk");
    /** Two private messages of an American and one of a Briton in Ireland; an Irish message at home. */
    private static final List<Acknowledged> ALL = List.of(
            said(0, "u-1", "us-east-1", "eu-west-1"),
            said(1, "u-1", "us-east-1", "eu-west-1"),
            said(2, "u-2", "uk", "eu-west-1"),
            said(3, "u-3", "eu-west-1", "eu-west-1"));

    private static final List<String> IN_IRELAND = List.of(
            "gatehouse_eu_west_1 public.placed_content.home_region holds us-east-1",
            "gatehouse_eu_west_1 public.placed_content.home_region holds us-east-1",
            "gatehouse_eu_west_1 public.placed_content.transfer_id holds us-east-1",
            "gatehouse_eu_west_1 public.placed_content.transfer_id holds us-east-1",
            "gatehouse_eu_west_1 public.log_entry.entry holds us-east-1",
            "gatehouse_eu_west_1 public.log_entry.entry holds us-east-1",
            "gatehouse_eu_west_1 public.account.guest_of holds us-east-1",
            "gatehouse_eu_west_1 pg_stats.value holds us-east-1");

    @Test
    void whatGuestsLeaveIsNoFault() {
        assertThat(faults("eu-west-1", 0, IN_IRELAND)).isEmpty();
        assertThat(faults(
                        "us-east-1",
                        1,
                        List.of(
                                "gatehouse_us_east_1 public.account.guests holds eu-west-1",
                                "gatehouse_us_east_1 public.log_entry.entry holds eu-west-1",
                                "gatehouse_us_east_1 public.log_entry.entry holds eu-west-1")))
                .isEmpty();
    }

    @Test
    void oneNameTooManyOrTooFewIsAFault() {
        var more = new ArrayList<>(IN_IRELAND);
        more.add("gatehouse_eu_west_1 public.account.guest_of holds us-east-1");
        assertThat(faults("eu-west-1", 0, more))
                .containsExactly("eu-west-1: public.account.guest_of names us-east-1 2 times, expected 1 to 1");
        assertThat(faults("eu-west-1", 0, IN_IRELAND.subList(1, IN_IRELAND.size())))
                .containsExactly(
                        "eu-west-1: public.placed_content.home_region names us-east-1 1 times, expected 2 to 2");
    }

    @Test
    void aNameInAnotherColumnIsAFault() {
        var more = new ArrayList<>(IN_IRELAND);
        more.add("gatehouse_eu_west_1 public.content.screening_id holds us-east-1.s.");
        assertThat(faults("eu-west-1", 0, more))
                .containsExactly("eu-west-1: public.content.screening_id names us-east-1 1 times");
    }

    @Test
    void whereNobodyIsAGuestNothingMayBeNamed() {
        assertThat(faults("eu-north-1", 0, List.of("gatehouse_eu_north_1 pg_stats.value holds us-east-1")))
                .containsExactly("eu-north-1: pg_stats.value names us-east-1 1 times");
        assertThat(faults("uk", 0, List.of("gatehouse_uk public.account.guests holds eu-north-1")))
                .anyMatch(fault -> fault.startsWith("uk: public.account.guests names eu-north-1 1 times"));
    }

    private static List<String> faults(String here, long crossings, List<String> found) {
        var others = REGIONS.stream().filter(region -> !region.equals(here)).toList();
        return new NamesOfOthers(here, others, ALL, 0, crossings).faults(found);
    }

    private static Acknowledged said(int number, String account, String home, String lies) {
        return new Acknowledged(
                number,
                "m-" + number,
                account,
                "XX",
                false,
                "group",
                lies + ".d." + number,
                lies + ".s." + number,
                home,
                lies,
                number,
                "00");
    }
}
