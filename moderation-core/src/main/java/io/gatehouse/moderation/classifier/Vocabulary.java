package io.gatehouse.moderation.classifier;

import io.gatehouse.moderation.training.LexiconEntry;
import io.gatehouse.moderation.training.TrainingTexts;
import java.nio.ByteBuffer;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What {@link GramFeatures} know of the words of a language besides how they are written: which are names of groups of people, all
 * of which are read as one, and what words mean in English, so that what was learned of one language is known of the others. All
 * as hashes. Immutable.
 */
final class Vocabulary {
    static final Vocabulary NONE = new Vocabulary(Map.of(), Map.of());

    /** Of what begins the name of a group, or is one. */
    static final int BEGINS = 1;

    static final int IS_WHOLE = 2;

    /** The last bits of a meaning say what it is about; the rest is the hash of the English word. */
    static final int ABOUT = 31;

    /** Slots of fillers that hold groups, or somebody of one. */
    private static final String[] GROUPS = {"group", "member"};

    private final SortedMap<Integer, Integer> names;
    private final SortedMap<Integer, Integer> meanings;
    private final IntTable nameTable;
    private final IntTable meaningTable;

    private Vocabulary(Map<Integer, Integer> names, Map<Integer, Integer> meanings) {
        this.names = new TreeMap<>(names);
        this.meanings = new TreeMap<>(meanings);
        this.nameTable = IntTable.of(this.names);
        this.meaningTable = IntTable.of(this.meanings);
    }

    /** Names are what fillers call groups and their members, in every form; meanings are the lexicon's. */
    static Vocabulary of(TrainingTexts texts, String language) {
        var names = new TreeMap<Integer, Integer>();
        for (String slot : GROUPS) for (String name : texts.fillers(language).all(slot)) addName(names, name);
        var meanings = new LinkedHashMap<Integer, Integer>();
        for (var entry : texts.lexicon(language)) addMeaning(meanings, entry);
        return new Vocabulary(names, meanings);
    }

    private static void addName(Map<Integer, Integer> names, String name) {
        var heard = GramFeatures.heard(name);
        int key = 0;
        for (int i = 0; i < heard.size(); i++) {
            key = extended(key, heard.get(i).word());
            names.merge(key, i + 1 < heard.size() ? BEGINS : IS_WHOLE, (one, other) -> one | other);
        }
    }

    /** The first to claim a word, or the beginning of a longer one, has it. */
    private static void addMeaning(Map<Integer, Integer> meanings, LexiconEntry entry) {
        var heard = GramFeatures.heard(entry.word());
        if (heard.size() != 1) return;
        int hash = 0;
        for (var word : GramFeatures.heard(entry.english())) hash = extended(hash, word.word());
        int meaning = hash & ~ABOUT | entry.concept().ordinal();
        if (meaning == 0) return;
        meanings.putIfAbsent(heard.getFirst().word(), meaning);
        if (heard.getFirst().stem() != 0) meanings.putIfAbsent(heard.getFirst().stem(), meaning);
    }

    /** For a text of no known language: all of what each knows. */
    static Vocabulary together(Collection<Vocabulary> all) {
        var names = new TreeMap<Integer, Integer>();
        var meanings = new TreeMap<Integer, Integer>();
        for (var one : all) {
            one.names.forEach((key, what) -> names.merge(key, what, (a, b) -> a | b));
            one.meanings.forEach(meanings::putIfAbsent);
        }
        return new Vocabulary(names, meanings);
    }

    /** The key of some words and one more; of none yet, 0. */
    static int extended(int key, int word) {
        return key == 0 ? word : GramFeatures.mix(key * 0x2C1B3C6D + word);
    }

    /** @return {@link #BEGINS} and {@link #IS_WHOLE}, both, or 0 */
    int name(int key) {
        return nameTable.get(key);
    }

    /** Of a word, or of the beginning of a longer one; 0 when it is not known. */
    int meaning(int word) {
        return meaningTable.get(word);
    }

    int nameCount() {
        return names.size();
    }

    int meaningCount() {
        return meanings.size();
    }

    int bytes() {
        return 2 * Integer.BYTES * (names.size() + meanings.size());
    }

    void write(ByteBuffer out) {
        names.forEach((key, what) -> out.putInt(key).putInt(what));
        meanings.forEach((key, what) -> out.putInt(key).putInt(what));
    }

    /** What {@link #write} wrote. */
    static Vocabulary read(ByteBuffer in, int names, int meanings) {
        return new Vocabulary(pairs(in, names), pairs(in, meanings));
    }

    private static Map<Integer, Integer> pairs(ByteBuffer in, int count) {
        var pairs = new TreeMap<Integer, Integer>();
        for (int i = 0; i < count; i++) pairs.put(in.getInt(), in.getInt());
        return pairs;
    }

    /** Looked into for each word of each text. A value of 0 stands for nothing. */
    private record IntTable(int[] keys, int[] values, int mask) {
        static IntTable of(Map<Integer, Integer> from) {
            int size = Integer.highestOneBit(Math.max(1, from.size())) * 4;
            var table = new IntTable(new int[size], new int[size], size - 1);
            from.forEach((key, value) -> {
                int at = key & table.mask;
                while (table.values[at] != 0) at = (at + 1) & table.mask;
                table.keys[at] = key;
                table.values[at] = value;
            });
            return table;
        }

        int get(int key) {
            for (int at = key & mask; values[at] != 0; at = (at + 1) & mask) if (keys[at] == key) return values[at];
            return 0;
        }
    }
}
