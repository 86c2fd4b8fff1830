package io.gatehouse.moderation.statement;

import io.gatehouse.moderation.language.LanguageGuess;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The fixed sentences of a statement in one language. */
record StatementLanguage(String code, String factsPattern, String media, List<String> redress) {
    private static final StatementLanguage EN = new StatementLanguage(
            "en",
            "What you posted on %s was examined on our own initiative by automated means, which found that it falls"
                    + " under the grounds named here. No person took part in the decision.",
            "Pictures or video that you attached were examined too.",
            List.of(
                    "You may appeal to us, free of charge, within six months; a person will decide.",
                    "You may turn to a certified out-of-court dispute settlement body.",
                    "You may go to court."));
    private static final StatementLanguage FR = new StatementLanguage(
            "fr",
            "Ce que vous avez publié le %s a été examiné de notre propre initiative par des moyens automatisés, qui ont"
                    + " constaté que cela relève des motifs indiqués ici. Aucune personne n'a pris part à la décision.",
            "Les images ou vidéos jointes ont également été examinées.",
            List.of(
                    "Vous pouvez nous adresser une réclamation, gratuitement, pendant six mois ; une personne décidera.",
                    "Vous pouvez saisir un organe certifié de règlement extrajudiciaire des litiges.",
                    "Vous pouvez saisir un tribunal."));
    private static final StatementLanguage DE = new StatementLanguage(
            "de",
            "Was Sie am %s veröffentlicht haben, wurde auf unsere eigene Veranlassung mit automatisierten Mitteln"
                    + " geprüft; danach fällt es unter die hier genannten Gründe. Kein Mensch war an der Entscheidung"
                    + " beteiligt.",
            "Auch angehängte Bilder oder Videos wurden geprüft.",
            List.of(
                    "Sie können sechs Monate lang kostenlos bei uns Beschwerde einlegen; ein Mensch entscheidet darüber.",
                    "Sie können eine zertifizierte außergerichtliche Streitbeilegungsstelle anrufen.",
                    "Sie können vor Gericht gehen."));

    private static final List<StatementLanguage> WRITTEN = List.of(EN, FR, DE);
    private static final DateTimeFormatter DATE = DateTimeFormatter.ISO_LOCAL_DATE.withZone(ZoneOffset.UTC);

    /** The author's language as the platform declares it, else as the text shows it, else English. */
    static StatementLanguage of(@Nullable String declared, LanguageGuess guess) {
        String wanted = declared != null ? declared : guess.code();
        return WRITTEN.stream()
                .filter(language -> language.code.equals(wanted))
                .findFirst()
                .orElse(EN);
    }

    static List<String> codes() {
        return WRITTEN.stream().map(StatementLanguage::code).toList();
    }

    /** @throws IllegalArgumentException when nothing is written in it */
    static StatementLanguage named(String code) {
        return WRITTEN.stream()
                .filter(language -> language.code.equals(code))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("no statement is written in " + code));
    }

    String facts(boolean hasMedia, Instant createdAt) {
        String sentence = factsPattern.formatted(DATE.format(createdAt));
        return hasMedia ? sentence + " " + media : sentence;
    }
}
