package io.gatehouse.moderation.text;

/** Letters that read as Latin ones inside a Latin word though Unicode's data does not call them confusable. */
final class LookAlikes {
    private static final String STRONG = "кмтвнпизяςαβεηικμνορστυχγωλπ";
    private static final String STRONG_READ = "kmtbhnuersabenikuvopotuxywln";

    // Alphabets of "fancy text" makers, and letters that need a Latin neighbour to be taken for one.
    private static final String CYRILLIC = "цшщчждлгьъюэєёйбґђћљњџѓќфыѣѧѳӄ";
    private static final String CYRILLIC_READ = "uwwyxanrbboeeeubrhhnnyrkobbaok";
    private static final String GREEK = "δζθξφψ";
    private static final String GREEK_READ = "dzoeop";
    private static final String HEBREW_ARABIC_THAI = "אבגדהוזחטיכלמנסעפצקרשתןםךץףﻮﻨכค๒๔єﻮเקยรภฬ๏тҍհղկաօտլբեիռ";
    private static final String HEBREW_ARABIC_THAI_READ = "xagtnizhvijkmnoyuxprwnjomyqgjcabdegipusnwotbhnkwoslbehn";
    private static final String SYLLABICS = "ᗩᗷᑕᗪᗴᖴᘜᕼᐯᒍᐠᒪᗰᑎᑭᑫᖇᔕᑌᘺ᙭ᓰᓮᕮᎶᗅᗞᖶᗝ";
    private static final String SYLLABICS_READ = "abcdefghvjklmnpqrsuwxiiegadto";
    private static final String CJK = "卂乃匚刀ㄥ丅几口尸尺丂凵山乂丫乙千卄工丨丿长冂丹龴巾モと亡";
    private static final String CJK_READ = "abcdltnoprsuwxyzfhiijkmastetc";

    private static final String TURNED = "ɐɔǝɟƃɥᴉɾʞɯɹʇʌʍʎ";
    private static final String TURNED_READ = "acefghijkmrtvwy";
    /** What letters that are themselves upside down read as, in a word that was turned. */
    private static final String UPRIGHT = "bdpqun";

    private static final String UPRIGHT_READ = "qpdbnu";

    /** The dots of the Braille letters a to z, as offsets in the block. */
    private static final int[] BRAILLE = {
        0x01, 0x03, 0x09, 0x19, 0x11, 0x0B, 0x1B, 0x13, 0x0A, 0x1A, 0x05, 0x07, 0x0D, 0x1D, 0x15, 0x0F, 0x1F, 0x17,
        0x0E, 0x1E, 0x25, 0x27, 0x3A, 0x2D, 0x3D, 0x35
    };

    // Letters of the Latin script itself that look like others and are not named after them.
    private static final String LATIN = "ʄⱨʉɇɽⱡɏⱬɍɉƀƚȼⱥⱦȿɀꝑꝗꝺꝼꞃꞅꞇꭅɑɩʊəʃʒɣðþŋƿƽƨɸꞷɛɘɵʌ";
    private static final String LATIN_READ = "fhuerlyzrjblcatszpqdfrstuaiuesxydpnpssoweeov";

    // What an alphabet has for letters that look Latin.
    private static final String CYRILLIC_NATIVE = "аеорсухкмтнвиг";
    private static final String CYRILLIC_FOR = "aeopcyxkmthbur";
    private static final String GREEK_NATIVE = "αορικτεχγωμηβζυν";
    private static final String GREEK_FOR = "aopiktexywmhbzuv";

    private LookAlikes() {}

    /** The letter of the Greek or Cyrillic alphabet that a Latin one looks like, or 0. */
    static char nativeOf(char letter, boolean isGreek) {
        return isGreek ? read(letter, GREEK_FOR, GREEK_NATIVE) : read(letter, CYRILLIC_FOR, CYRILLIC_NATIVE);
    }

    /** The letter that it reads as even among letters of its own script, or 0. */
    static char strong(int codePoint) {
        return read(codePoint, STRONG, STRONG_READ);
    }

    /** The letter that it reads as among Latin letters, or 0. */
    static char weak(int codePoint) {
        char c = read(codePoint, CYRILLIC, CYRILLIC_READ);
        if (c == 0) c = read(codePoint, GREEK, GREEK_READ);
        if (c == 0) c = read(codePoint, HEBREW_ARABIC_THAI, HEBREW_ARABIC_THAI_READ);
        if (c == 0) c = read(codePoint, SYLLABICS, SYLLABICS_READ);
        return c == 0 ? read(codePoint, CJK, CJK_READ) : c;
    }

    /** The letter that one of the Latin script looks like, or 0. */
    static char latin(int codePoint) {
        return read(codePoint, LATIN, LATIN_READ);
    }

    /** The letter that it is upside down, or 0. */
    static char turned(int codePoint) {
        return read(codePoint, TURNED, TURNED_READ);
    }

    /** What a letter reads as in a word that was turned upside down. */
    static char upright(char letter) {
        char c = read(letter, UPRIGHT, UPRIGHT_READ);
        return c == 0 ? letter : c;
    }

    /** The letter of a Braille pattern, or 0. */
    static char braille(int codePoint) {
        if (codePoint <= 0x2800 || codePoint > 0x283F) return 0;
        for (int i = 0; i < BRAILLE.length; i++) if (BRAILLE[i] == codePoint - 0x2800) return (char) ('a' + i);
        return 0;
    }

    private static char read(int codePoint, String letters, String read) {
        int at = letters.indexOf(codePoint);
        return at < 0 ? 0 : read.charAt(at);
    }
}
