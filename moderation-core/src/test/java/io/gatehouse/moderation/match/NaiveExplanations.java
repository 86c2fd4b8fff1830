package io.gatehouse.moderation.match;

import io.gatehouse.moderation.rule.WordBank;
import io.gatehouse.moderation.text.FoldLevel;
import io.gatehouse.moderation.text.FoldedText;
import io.gatehouse.moderation.text.Tokens;
import java.text.Normalizer;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Pattern;

/** What else may stand where a word was found (ADR 53), said a second time with regular expressions. */
final class NaiveExplanations {
    private static final Pattern LETTERS = Pattern.compile("[\\p{L}\\p{M}]+");
    private static final String SIGN =
            "[-\u2010\u2011\\p{Cf}[\\x{2190}-\\x{10FFFF}&&[^\\p{L}\\p{M}\\p{N}\\p{Z}\\p{C}]]]";
    private static final Pattern JOINT = Pattern.compile(SIGN + "+");
    private static final Pattern BROKEN_JOINT =
            Pattern.compile(SIGN + "*[-\u2010\u2011](?:" + SIGN + "|\\s)*[\\n\\r](?:" + SIGN + "|\\s)*");
    private static final Pattern SPELLED =
            Pattern.compile("\\p{L}\\p{M}*(?:([^\\p{L}\\p{M}]{1,3})\\p{L}\\p{M}*(?:\\1\\p{L}\\p{M}*)*)");
    private static final Pattern SIGNED = Pattern.compile("(\\p{L}{4,})(\\*|(?=[^!]*!)[!1?]{2,})");
    private static final String PART = "[0-9\\p{Lu}/_.:-]";

    private final List<String> spelled = new ArrayList<>();
    private final List<Literal> listed = new ArrayList<>();
    private final String text;

    /** The languages that the other words of the text make likelier than the bank's, as bits. */
    interface Likelier {
        long than(List<String> words);
    }

    /** A run of letters in UTF-16. */
    private record Run(int start, int end) {}

    NaiveExplanations(Map<String, WordBank> banks, String text) {
        this.text = text;
        for (var bank : banks.values())
            if (!bank.disguised())
                for (var word : bank.words()) {
                    spelled.add(word.replace("*", "").toLowerCase(Locale.ROOT));
                    Literal.of(word, FoldLevel.FULL)
                            .filter(literal -> literal.chars().indexOf(' ') < 0)
                            .ifPresent(listed::add);
                }
    }

    /** @param first code point, {@code last} the one behind the last */
    boolean explain(
            Literal literal,
            boolean isVariant,
            int first,
            int last,
            boolean isPlain,
            long own,
            long family,
            Likelier likelier) {
        if (literal.level() != FoldLevel.FULL || (isPlain && family < 0)) return false;
        int start = text.offsetByCodePoints(0, first);
        int end = text.offsetByCodePoints(start, last - first);
        var found = text.substring(start, end);
        if (!isPlain && isNumeral(found, start, end)) return true;
        boolean isOther =
                found.matches("[\\p{L}&&[^\\p{IsLatin}]]+") && literal.chars().matches("\\p{IsLatin}.*");
        if (!isPlain && isOther && !folded(found).equals(literal.chars()) && isWord(folded(found))) return true;
        var signed = SIGNED.matcher(found);
        if (!isPlain && signed.matches() && isWord(folded(signed.group(1)))) return true;
        if (isPlain && family >= 0 && isSpelledOtherwise(isVariant, found, own, family)) return true;
        if (isCut(literal, start, end)) return true;
        var spelled = SPELLED.matcher(found);
        if (spelled.matches()) return isSpelled(literal, found, spelled.group(1), start, end, isPlain);
        return !isPlain && areWords(isVariant, found, likelier);
    }

    private boolean isSpelledOtherwise(boolean isVariant, String found, long own, long family) {
        String word = Normalizer.normalize(found, Normalizer.Form.NFC).toLowerCase(Locale.ROOT);
        long languages = SpelledWords.languagesOf(word);
        if (languages == 0 || isSpelled(word)) return false;
        if (!isVariant && own == 0) return word.matches(".*[\u00C0-\u024F].*");
        long bit = own == 0 ? SmallWords.bit("en") : own;
        if (isVariant && (languages & bit) != 0) return true;
        long likely =
                SmallWords.languagesOf(FoldedText.of(text).plain().tokens()).likely();
        return (isVariant || (languages & family) == 0) && (likely & bit) == 0;
    }

    private boolean isNumeral(String found, int start, int end) {
        if (found.matches(".*%[0-9].*")) return false;
        if (!found.matches("[0-9\\p{L} %.,:/+#\u00AA\u00B0\u00BA\u2013\u00A0\u202F-]*")) return false;
        int digits = found.replaceAll("[^0-9]", "").length();
        int letters = found.replaceAll("[^\\p{L}]|[\u00AA\u00BA]", "").length();
        if (digits == 0) return false;
        if (letters == 0 || letters + digits == 2) return true;
        if (found.matches("[0-9]{2,}[ %\u00AA\u00B0\u00BA-].*") || found.matches("[0-9][ %\u00AA\u00B0\u00BA-]\\p{L}*"))
            return true;
        int first = start;
        while (first > 0 && text.substring(first - 1, first).matches("[0-9A-Za-z-]")) first--;
        int last = end;
        while (last < text.length() && text.substring(last, last + 1).matches("[0-9A-Za-z-]")) last++;
        String key = text.substring(first, start) + found.replaceAll("[0-9]", "x") + text.substring(end, last);
        long groups = List.of(key.split("-", -1)).stream()
                .filter(group -> group.matches(".*[0-9].*"))
                .count();
        if (groups >= 2) return true;
        int from = start;
        while (from > 0 && text.substring(from - 1, from).matches(PART)) from--;
        int to = end;
        while (to < text.length() && text.substring(to, to + 1).matches(PART)) to++;
        var part = text.substring(from, to);
        boolean isApart = (from == 0 || !Character.isLetter(text.charAt(from - 1)))
                && (to == text.length() || !Character.isLetter(text.charAt(to)));
        boolean isMore = (text.substring(from, start) + text.substring(end, to)).matches(".*[0-9\\p{Lu}].*");
        return isApart && part.matches(PART + "+") && part.matches(".*[/_.:-].*") && isMore;
    }

    private boolean isCut(Literal literal, int start, int end) {
        var runs = new ArrayList<Run>();
        var letters = LETTERS.matcher(text);
        var word = new ArrayList<Run>();
        while (letters.find()) {
            if (!runs.isEmpty() && !isJoint(text.substring(runs.getLast().end, letters.start()))) {
                if (isAround(runs, start, end)) word.addAll(runs);
                runs.clear();
            }
            runs.add(new Run(letters.start(), letters.end()));
        }
        if (isAround(runs, start, end)) word.addAll(runs);
        if (word.size() < 2) return false;
        // A picture in a word that stands apart may be one of its letters.
        boolean isAll = word.getFirst().start == start && word.getLast().end == end;
        if (isAll && text.substring(start, end).codePoints().anyMatch(c -> c >= 0x2190)) return false;
        String before = letters(text.substring(word.getFirst().start, start));
        String after = letters(text.substring(end, word.getLast().end));
        String within = letters(text.substring(start, end));
        if (before.length() + within.length() + after.length() > 24) return false;
        String whole = folded(before + within + after);
        if (whole.indexOf(' ') >= 0 || whole.length() < 5 || whole.equals(literal.chars()) || isListed(whole))
            return false;
        if (isWord(whole)) return true;
        boolean isBroken = text.substring(word.getFirst().start, start).matches("(?s).*[\\n\\r][^\\p{L}\\p{M}]*")
                || text.substring(end, word.getLast().end).matches("(?s)[^\\p{L}\\p{M}]*[\\n\\r].*");
        return isBroken && (isRest(folded(before)) || isRest(folded(after)));
    }

    private static boolean isAround(List<Run> runs, int start, int end) {
        return !runs.isEmpty() && runs.getFirst().start <= start && runs.getLast().end >= end;
    }

    private static boolean isJoint(String between) {
        if (between.codePointCount(0, between.length()) > 6) return false;
        return JOINT.matcher(between).matches() || BROKEN_JOINT.matcher(between).matches();
    }

    private static boolean isRest(String letters) {
        return letters.length() > 1 && !isWord(letters);
    }

    private boolean isSpelled(Literal literal, String found, String gap, int start, int end, boolean isPlain) {
        String one = "\\p{L}\\p{M}*";
        String quoted = Pattern.quote(gap);
        var before =
                Pattern.compile("(?<![\\p{L}\\p{M}])(?:" + one + quoted + ")*$").matcher(text.substring(0, start));
        String earlier = before.find() ? letters(before.group()) : "";
        var after =
                Pattern.compile("^(?:" + quoted + one + "(?![\\p{L}\\p{M}]))*").matcher(text.substring(end));
        String later = after.find() ? letters(after.group()) : "";
        if (earlier.isEmpty() && later.isEmpty()) return false;
        String whole = folded(earlier + letters(found) + later);
        boolean isLonger = whole.length() >= (isPlain ? 6 : 4) && !whole.equals(literal.chars());
        if (isLonger && isWord(whole) && !isListed(whole)) return true;
        if (isPlain) return false;
        return !isCompany(literal, folded(earlier)) || !isCompany(literal, folded(later));
    }

    private boolean isCompany(Literal literal, String letters) {
        return areSmall(letters) || (literal.chars().length() >= 6 && letters.length() >= 5 && isWord(letters));
    }

    private boolean areSmall(String letters) {
        if (letters.isEmpty()) return true;
        for (int i = 1; i <= letters.length(); i++) {
            var word = letters.substring(0, i);
            boolean isSmall = i == 1 ? "aiu".contains(word) : SmallWords.hold(state(word)) || isListed(word);
            if (isSmall && areSmall(letters.substring(i))) return true;
        }
        return false;
    }

    private boolean areWords(boolean isVariant, String found, Likelier likelier) {
        if (!found.matches("[\\p{L} -]*[ -][\\p{L} -]*")) return false;
        boolean areWords = true;
        long common = -1;
        var words = new ArrayList<String>();
        for (var part : found.split("[ -]", -1)) {
            String word = folded(part);
            words.add(word);
            areWords &= word.length() > 1 && (isWord(word) || SmallWords.hold(state(word)));
            common &= CommonWords.languagesOf(state(word));
        }
        return (isVariant && areWords && common != 0) || (common & likelier.than(words)) != 0;
    }

    boolean isSpelled(String word) {
        return spelled.contains(word.toLowerCase(Locale.ROOT));
    }

    private boolean isListed(String word) {
        for (var literal : listed) {
            if (literal.isOpenStart() && literal.isOpenEnd() && word.contains(literal.chars())) return true;
            if (literal.isOpenStart() && !literal.isOpenEnd() && word.endsWith(literal.chars())) return true;
            if (!literal.isOpenStart() && literal.isOpenEnd() && word.startsWith(literal.chars())) return true;
            if (word.equals(literal.chars())) return true;
        }
        return false;
    }

    private static boolean isWord(String letters) {
        return OrdinaryWords.hold(letters) || CommonWords.hold(state(letters));
    }

    private static String letters(String text) {
        return text.replaceAll("[^\\p{L}\\p{M}]", "");
    }

    private static String folded(String letters) {
        return FoldedText.of(letters).plain().toString().strip();
    }

    private static long state(String letters) {
        return Tokens.state(letters.toCharArray(), 0, letters.length());
    }
}
