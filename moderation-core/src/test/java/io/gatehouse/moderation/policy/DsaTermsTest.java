package io.gatehouse.moderation.policy;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The terms in the program are those of the law's file. */
class DsaTermsTest {
    private static final Path LAW =
            Path.of(System.getProperty("gatehouse.home", ".."), "policies", "law", "dsa-statement-of-reasons.yaml");
    private static final Pattern ROW = Pattern.compile("^  (STATEMENT_CATEGORY_\\w+): \\[(.*)]$");

    @Test
    void eachCategoryHasTheKeywordsOfAnnexTwo() throws IOException {
        var rows = Files.readAllLines(LAW).stream()
                .dropWhile(line -> !line.equals("category_to_keywords:"))
                .map(ROW::matcher)
                .filter(java.util.regex.Matcher::matches)
                .toList();
        assertThat(rows).hasSize(DsaTerms.CATEGORIES.size() + 1);
        var all = new TreeSet<String>();
        var categories = new ArrayList<String>();
        for (var row : rows) {
            categories.add(row.group(1));
            var keywords = row.group(2).isEmpty()
                    ? List.<String>of()
                    : List.of(row.group(2).split(", "));
            assertThat(DsaTerms.keywordsOf(row.group(1))).as(row.group(1)).containsExactlyElementsOf(keywords);
            all.addAll(keywords);
        }
        assertThat(categories).containsAll(DsaTerms.CATEGORIES).contains(DsaTerms.NOT_SPECIFIED_NOTICE);
        assertThat(DsaTerms.KEYWORDS).containsAll(all);
        assertThat(DsaTerms.KEYWORDS)
                .as("of no category")
                .filteredOn(keyword -> !all.contains(keyword))
                .containsExactly("KEYWORD_STALKING");
    }
}
