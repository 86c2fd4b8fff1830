package io.gatehouse.benchmarks.peers;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** The rows of one of the project's own evasion lists: tab-separated, with a header that names {@code half} and {@code text}. */
record ListedTexts(String name, List<String> all, List<String> heldOut) {
    static ListedTexts read(Path file) throws IOException {
        var lines = Files.readAllLines(file, StandardCharsets.UTF_8);
        var header = Arrays.asList(lines.getFirst().split("\t", -1));
        int half = header.indexOf("half");
        int text = header.indexOf("text");
        if (half < 0 || text < 0) throw new IOException(file.getFileName() + " has no column 'half' or 'text'");
        var all = new ArrayList<String>();
        var heldOut = new ArrayList<String>();
        for (var line : lines.subList(1, lines.size())) {
            var cells = line.split("\t", -1);
            if (cells.length != header.size()) continue;
            // Line feeds inside texts are written \n.
            var written = cells[text].replace("\\n", "\n");
            all.add(written);
            if (cells[half].equals("held_out")) heldOut.add(written);
        }
        var name = String.valueOf(file.getFileName());
        return new ListedTexts(name.substring(0, name.indexOf('.')), List.copyOf(all), List.copyOf(heldOut));
    }
}
