package io.gatehouse.service.command;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import tools.jackson.databind.json.JsonMapper;

/** Reports as files. */
class ReportTextTest {
    @Test
    void countsByCountryAreRowsOfCsv() {
        var report = JsonMapper.shared().readTree("""
            {"countries":[{"country":"CH","region":"eu-west-1","actor":"operator","purpose":"audit","data":"account,decision",
             "outcome":"granted","reads":7}]}\
            """);
        assertThat(ReportText.csv(report))
                .isEqualTo("country,region,actor,purpose,data,outcome,reads\r\n"
                        + "CH,eu-west-1,operator,audit,\"account,decision\",granted,7\r\n");
    }

    @Test
    void theRegisterIsAPageAndATextThatHideNothing() {
        var register = JsonMapper.shared().readTree("""
            {"made_at":"2026-11-30T00:00:00Z","policy":"sha256:aa","policy_version":"1","complete":false,"undescribed":["counter.new"],
             "techniques":[{"id":"counter.new","rules":["r1"],"surfaces":["comment"],"looks_for":["terms"],"longest_window":"PT1H","details":[]},
             {"id":"labels","rules":[],"surfaces":[],"looks_for":[],"longest_window":null,"details":[],"title":"A <b>label</b>","purpose":"p",
              "data":{"provided":["x"],"observed":[],"third_party":[]},"inferred":"i","retention":"r","minors":"m","automated_decisions":"a",
              "legal_basis":"l","informed":"n","verified":true}]}\
            """);
        assertThat(ProfilingText.markdown(register))
                .contains(
                        "## NOT DESCRIBED (`counter.new`)",
                        "- **Longest window configured:** PT1H",
                        "- **Data observed:** none");
        assertThat(ProfilingText.html(register)).contains("A &lt;b&gt;label&lt;/b&gt;", "<dt>Kept for</dt><dd>r</dd>");
    }

    @Test
    void theProcessingRecordIsAPageAndATextOfEverySectionAndRow() {
        var record = JsonMapper.shared().readTree("""
            {"made_at":"2026-11-30T00:00:00Z","add_by_hand":["name of the <controller>"],
             "sections":[
              {"title":"Categories of data","article":"Art. 30(1)(c)","source":"OwnedTables","rows":[
                {"table":"content","holds":"what a person said","empty":""},{"kind":"lists","regions":["eu-west-1","uk"]}]},
              {"title":"Transfers & recipients","article":"Art. 30(1)(d)","source":"residency/transfers.yaml","rows":[]}]}\
            """);
        assertThat(ProcessingText.markdown(record)).isEqualTo("""
                    # Record of processing activities (GDPR Art. 30)

                    Made 2026-11-30T00:00:00Z from the configuration.

                    **Add by hand:** name of the <controller>.

                    ## Categories of data

                    Art. 30(1)(c); source: `OwnedTables`

                    - table: content; holds: what a person said
                    - kind: lists; regions: eu-west-1, uk

                    ## Transfers & recipients

                    Art. 30(1)(d); source: `residency/transfers.yaml`

                    """);
        assertThat(ProcessingText.html(record))
                .contains(
                        "<h1>Record of processing activities (GDPR Art. 30)</h1>",
                        "<strong>Add by hand:</strong> name of the &lt;controller&gt;.",
                        "<h2>Transfers &amp; recipients</h2>",
                        "<code>residency/transfers.yaml</code>",
                        "<li>table: content; holds: what a person said</li>\n<li>kind: lists; regions: eu-west-1, uk</li>")
                .doesNotContain("<controller>")
                .endsWith("</body></html>\n");
    }
}
