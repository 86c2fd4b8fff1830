package io.gatehouse.moderation.classifier;

import io.gatehouse.moderation.evaluation.LabelledText;
import io.gatehouse.moderation.evaluation.Truth;
import io.gatehouse.moderation.signal.Category;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** One text of a training set, freed of the publisher's own marks, with the fold it belongs to. */
record TrainingRow(TrainingSet set, LabelledText text, Fold fold) {
    /** What a text is used for. Texts that differ only in names, links, digits and punctuation share a fold. */
    enum Fold {
        LEARN,
        CALIBRATE,
        HELD_OUT
    }

    private static final Pattern CHARACTER_REFERENCE = Pattern.compile("&#(\\d{1,6});");
    private static final Pattern MASKED_NAME = Pattern.compile("(?i)\\[user]|\\[name]|<user>|\\bMENTION\\d*\\b");
    private static final Pattern MASKED_LINK = Pattern.compile("(?i)\\[url]|<url>|\\bURL\\b|\\{URL}|http\\S*");
    private static final Pattern RETWEET = Pattern.compile("(?i)\\brt\\b:?(?=\\s*@)");
    private static final Pattern NOT_LETTERS = Pattern.compile("(?:https?://\\S+|@\\S+|[^\\p{L}])+");
    private static final Pattern SENTENCE_END = Pattern.compile("(?<=[.!?\\n])\\s+");

    /** Shorter unmarked pieces of a marked post are too little to be called innocent. */
    private static final int SHORTEST_INNOCENT = 15;

    Truth truth(Category category) {
        return set.truth(text, category);
    }

    /** @return the rows a published row gives: itself, or its sentences where the publisher marked characters */
    static List<TrainingRow> of(TrainingSet set, LabelledText published, long seed) {
        var rows = new ArrayList<TrainingRow>();
        var fold = fold(published.text(), seed);
        var texts = set.name().equals("toxic_spans_semeval2021") ? sentences(published) : List.of(published);
        for (var text : texts) rows.add(new TrainingRow(set, withText(text, clean(text.text())), fold));
        return rows;
    }

    private static Fold fold(String text, long seed) {
        return switch (part(text, seed, 10)) {
            case 0 -> Fold.HELD_OUT;
            case 1 -> Fold.CALIBRATE;
            default -> Fold.LEARN;
        };
    }

    /** Which of so many parts a text belongs to; texts that differ only in names, links, digits and punctuation share one. */
    static int part(String text, long seed, int parts) {
        String skeleton = NOT_LETTERS.matcher(text.toLowerCase(Locale.ROOT)).replaceAll(" ");
        byte[] digest = ModelContainer.sha256((seed + ":" + skeleton).getBytes(StandardCharsets.UTF_8));
        return (digest[0] & 0xFF) % parts;
    }

    /** Undoes what publishers put in for names, links and line ends, so that no model learns to know them by it. */
    static String clean(String text) {
        String plain = CHARACTER_REFERENCE.matcher(text).replaceAll(m -> {
            int c = Integer.parseInt(m.group(1));
            return c > 31 && Character.isValidCodePoint(c) ? Matcher.quoteReplacement(Character.toString(c)) : " ";
        });
        plain = plain.replace("&amp;", "&")
                .replace("&lt;", "<")
                .replace("&gt;", ">")
                .replace("|LBR|", "\n");
        plain = RETWEET.matcher(plain).replaceAll(" ");
        plain = MASKED_NAME.matcher(plain).replaceAll("@user");
        return MASKED_LINK.matcher(plain).replaceAll("http://x.org ");
    }

    private static List<LabelledText> sentences(LabelledText post) {
        Set<Integer> marked = new HashSet<>(post.marked());
        var sentences = new ArrayList<LabelledText>();
        if (marked.isEmpty()) return sentences;
        int at = 0;
        for (String sentence : SENTENCE_END.split(post.text(), -1)) {
            int start = post.text().indexOf(sentence, at);
            at = start + sentence.length();
            int first = post.text().codePointCount(0, start);
            int end = first + sentence.codePointCount(0, sentence.length());
            boolean toxic = marked.stream().anyMatch(i -> i >= first && i < end);
            if (toxic || sentence.length() >= SHORTEST_INNOCENT)
                sentences.add(new LabelledText(
                        post.id(),
                        post.set(),
                        sentence,
                        post.language(),
                        toxic ? Set.of(Category.HARASSMENT) : Set.of(),
                        Optional.of(toxic),
                        post.label(),
                        List.of()));
        }
        return sentences;
    }

    private static LabelledText withText(LabelledText row, String text) {
        return new LabelledText(
                row.id(), row.set(), text, row.language(), row.categories(), row.toxic(), row.label(), List.of());
    }
}
