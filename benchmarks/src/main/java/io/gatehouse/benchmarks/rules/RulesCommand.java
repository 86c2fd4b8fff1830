package io.gatehouse.benchmarks.rules;

import io.gatehouse.benchmarks.load.Messages;
import io.gatehouse.benchmarks.process.Workbench;
import io.gatehouse.moderation.language.LanguageGuess;
import io.gatehouse.moderation.match.RuleTimes;
import io.gatehouse.moderation.match.TextMatcher;
import io.gatehouse.moderation.text.FoldLevel;
import io.gatehouse.moderation.text.FoldedText;
import io.gatehouse.service.terminal.Table;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import java.util.function.IntSupplier;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Our matcher at three sizes, Lucene's monitor and a plain automaton, in turn, on the same rules and real texts. */
@Command(
        name = "rules",
        description = {
            "Messages a second under 1,000, 10,000 and 100,000 text rules, on one core, beside Lucene's monitor and an",
            "Aho-Corasick automaton in the same run; compile times; and the longest texts made to be slow."
        },
        mixinStandardHelpOptions = true)
public final class RulesCommand implements Callable<Integer> {
    private static final int[] SIZES = {1_000, 10_000, 100_000};
    private static final int PEERS_SIZE = 10_000;
    /** Lucene takes almost a millisecond each. */
    private static final int PEER_TEXTS = 1_000;

    /** Folded texts that fit a second-level cache. */
    private static final int BATCH = 100;

    private static final long SEED = 1;

    @Option(names = "--runs", defaultValue = "5", description = "rounds in turn (default ${DEFAULT-VALUE})")
    private int runs;

    @Option(names = "--count", defaultValue = "20000", description = "real texts (default ${DEFAULT-VALUE})")
    private int count;

    @Option(names = "--load", description = "also write 100,000 rules as a policy directory, and load it")
    private boolean load;

    @Option(names = "--worst", description = "only the longest texts made to be slow")
    private boolean worst;

    private final Turns turns = new Turns();

    @Override
    public Integer call() throws Exception {
        if (worst) {
            new WorstCase().measure(WorstTexts.all(), runs);
            return 0;
        }
        var data = Messages.directory(Workbench.home());
        if (data.isEmpty()) {
            System.err.println("skipped: the labelled texts (../shared/data) are not here");
            return 0;
        }
        boolean isSame = measure(data.get());
        new WorstCase().measure(WorstTexts.all(), runs);
        if (load) PolicyDirectory.measure(PolicyDirectory.SIZE, SEED);
        return isSame ? 0 : 1;
    }

    private boolean measure(Path data) throws Exception {
        var messages = Messages.sample(data, count, SEED, ListedSets.PERMISSIVE::contains);
        var texts = new ArrayList<String>();
        for (int i = 0; i < messages.size(); i++) texts.add(messages.text(i));
        var folded = texts.stream().map(RulesCommand::fold).toList();
        var words = folded.stream().map(RulesCommand::words).toList();
        long views = folded.stream().mapToLong(text -> text.full().size()).sum();
        long characters = folded.stream()
                .flatMap(text -> text.full().stream())
                .mapToLong(view -> view.length())
                .sum();
        System.out.printf(
                Locale.ROOT,
                "%,d texts (%s), %.0f code points each, folded to %.2f readings of %.0f characters in all%n%n",
                texts.size(),
                messages.origin(),
                folded.stream().mapToInt(FoldedText::codePointCount).average().orElse(0),
                views / (double) texts.size(),
                characters / (double) texts.size());
        var compiled = new Table("rules", "compile ms", "matching messages");
        for (int size : SIZES) {
            var rules = new RuleMix(words, SEED).rules(size);
            var matcher = compile(rules, FoldLevel.FULL);
            long started = System.nanoTime();
            compile(rules, FoldLevel.FULL);
            long took = System.nanoTime() - started;
            compiled.row(
                    String.format(Locale.ROOT, "%,d", size),
                    String.format(Locale.ROOT, "%,d", took / 1_000_000),
                    String.format(Locale.ROOT, "%.2f %%", 100.0 * matching(matcher, folded) / texts.size()));
            turns.add("matching alone, " + size, texts.size(), () -> matchFolded(matcher, texts));
            turns.add("fold and match, " + size, texts.size(), () -> foldAndMatch(matcher, texts));
        }
        turns.add("fold alone", texts.size(), () -> foldAll(texts));
        boolean isSame = addPeers(words);
        turns.run(runs);
        System.out.println(compiled);
        report();
        return isSame;
    }

    private static FoldedText fold(String text) {
        var folded = FoldedText.of(text);
        folded.full();
        folded.caseFolded();
        return folded;
    }

    private static List<String> words(FoldedText text) {
        return Arrays.stream(text.plain().toString().split(" "))
                .filter(word -> !word.isEmpty())
                .toList();
    }

    private static TextMatcher compile(List<SampleRule> rules, FoldLevel level) {
        return TextMatcher.compile(rules.stream().map(rule -> rule.rule(level)).toList(), Map.of());
    }

    private static int matching(TextMatcher matcher, List<FoldedText> texts) {
        int matching = 0;
        for (var text : texts)
            if (!matcher.find(0, "", text, LanguageGuess.UNKNOWN, LocalDate.EPOCH, RuleTimes.IGNORED)
                    .matches()
                    .isEmpty()) matching++;
        return matching;
    }

    /** Folds some texts, then matches them while they are as near to the processor as after folding one. */
    private static long matchFolded(TextMatcher matcher, List<String> texts) {
        long took = 0;
        for (int from = 0; from < texts.size(); from += BATCH) {
            var folded = texts.subList(from, Math.min(from + BATCH, texts.size())).stream()
                    .map(RulesCommand::fold)
                    .toList();
            took += timed(() -> matching(matcher, folded));
        }
        return took;
    }

    private static long foldAndMatch(TextMatcher matcher, List<String> texts) {
        return timed(() -> {
            int matches = 0;
            for (var text : texts)
                matches += matcher.find(0, text, LanguageGuess.UNKNOWN, LocalDate.EPOCH, RuleTimes.IGNORED)
                        .matches()
                        .size();
            return matches;
        });
    }

    private static long foldAll(List<String> texts) {
        return timed(() -> {
            int readings = 0;
            for (var text : texts) readings += FoldedText.of(text).full().size();
            return readings;
        });
    }

    /** @param work whose result counts what it found, so that none of it can be left out */
    private static long timed(IntSupplier work) {
        long started = CoreClock.nanos();
        if (work.getAsInt() < 0) throw new IllegalStateException("counted too far");
        return CoreClock.nanos() - started;
    }

    /** On the words of the texts, which all of them read alike. @return whether Lucene finds the same */
    private boolean addPeers(List<List<String>> words) throws Exception {
        var rules = new RuleMix(words, SEED).rules(PEERS_SIZE);
        // Single letters in a row are a word spelled out to us, and letters to others.
        var texts = words.stream()
                .limit(PEER_TEXTS)
                .map(text -> text.stream().filter(word -> word.length() > 1).collect(Collectors.joining(" ")))
                .toList();
        var folded = texts.stream().map(RulesCommand::fold).toList();
        var chars = texts.stream().map(String::toCharArray).toList();
        var ours = compile(rules, FoldLevel.CASE);
        var lucene = new LuceneMonitor(rules);
        var automaton = new LiteralsAlone(rules);
        int pairs = 0;
        int differences = 0;
        for (int i = 0; i < texts.size(); i++) {
            var theirs = lucene.matching(texts.get(i));
            pairs += theirs.size();
            if (!ids(ours, folded.get(i)).equals(theirs)) differences++;
        }
        System.out.printf(
                Locale.ROOT,
                "peers: %,d texts by their words; Lucene's monitor finds %,d matches, and other ones than we in %,d texts%n%n",
                texts.size(),
                pairs,
                differences);
        turns.add("ours", texts.size(), () -> timed(() -> matching(ours, folded)));
        turns.add(
                "lucene",
                texts.size(),
                () -> timed(() -> {
                    int found = 0;
                    for (var text : texts) found += lucene.matching(text).size();
                    return found;
                }));
        turns.add(
                "automaton",
                texts.size(),
                () -> timed(() -> {
                    int found = 0;
                    for (var text : chars) found += automaton.count(text);
                    return found;
                }));
        return differences == 0;
    }

    private static Set<String> ids(TextMatcher matcher, FoldedText text) {
        return matcher.find(0, "", text, LanguageGuess.UNKNOWN, LocalDate.EPOCH, RuleTimes.IGNORED).matches().stream()
                .map(match -> match.signal().name())
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private void report() {
        var table = new Table("rules", "matching alone, messages/s", "fold and match, messages/s");
        for (int size : SIZES)
            table.row(
                    String.format(Locale.ROOT, "%,d", size),
                    turns.told("matching alone, " + size),
                    turns.told("fold and match, " + size));
        System.out.println(table);
        System.out.println("fold alone: " + turns.told("fold alone") + " messages/s");
        System.out.println("time of 100,000 rules / of 1,000: matching alone "
                + turns.ratio("matching alone, 1000", "matching alone, 100000") + ", whole path "
                + turns.ratio("fold and match, 1000", "fold and match, 100000"));
        System.out.println();
        var peers = new Table("10,000 rules on words", "messages/s", "ours is faster");
        peers.row("ours", turns.told("ours"), "");
        peers.row("Lucene monitor 10.3.0", turns.told("lucene"), turns.ratio("ours", "lucene"));
        peers.row("hankcs 1.2.3, literals only", turns.told("automaton"), turns.ratio("ours", "automaton"));
        System.out.println(peers);
    }
}
