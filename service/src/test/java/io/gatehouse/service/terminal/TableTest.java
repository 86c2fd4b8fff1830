package io.gatehouse.service.terminal;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class TableTest {
    @Test
    void wordsStandLeftAndNumbersRight() {
        var table = new Table("id", "report", "rows", "share")
                .row("r-1", "dsa", "7", "3.0 %")
                .row("r-22", "terrorist-content", "12,000", "–");
        assertThat(table.toString()).isEqualTo("""
                id    report               rows  share
                ──────────────────────────────────────
                r-1   dsa                     7  3.0 %
                r-22  terrorist-content  12,000      –
                """);
    }
}
