package io.gatehouse.moderation.training;

import io.gatehouse.moderation.training.TrainingTextsException.Fault;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.text.Normalizer;
import java.util.ArrayList;
import java.util.List;

/** A tab-separated file with a header: UTF-8, NFC, every row as many cells as the header. Faults are collected. */
final class TsvFile {
    /** The largest is some 100 kB; what is far larger is another file. */
    private static final long MOST_BYTES = 8L << 20;

    private final Path file;
    private final List<Fault> faults;
    private List<String> header = List.of();
    private final List<Row> rows = new ArrayList<>();

    /** @param line from 1, the header's being 1 */
    record Row(int line, List<String> cells) {}

    private TsvFile(Path file, List<Fault> faults) {
        this.file = file;
        this.faults = faults;
    }

    /** @param faults takes what is wrong; rows with faults are left out */
    static TsvFile read(Path file, List<Fault> faults) {
        var tsv = new TsvFile(file, faults);
        int line = 0;
        for (String text : tsv.lines()) {
            line++;
            var cells = List.of(text.split("\t", -1));
            if (line == 1) tsv.header = cells;
            else if (cells.size() != tsv.header.size())
                tsv.fault(line, cells.size() + " cells where the header has " + tsv.header.size());
            else if (!Normalizer.isNormalized(text, Normalizer.Form.NFC)) tsv.fault(line, "is not in NFC");
            else if (cells.stream().anyMatch(cell -> !cell.equals(cell.strip())))
                tsv.fault(line, "a cell begins or ends with white space");
            else tsv.rows.add(new Row(line, cells));
        }
        return tsv;
    }

    private List<String> lines() {
        try {
            if (Files.size(file) > MOST_BYTES) {
                fault(0, "has more than " + MOST_BYTES + " bytes");
                return List.of();
            }
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(Files.readAllBytes(file)))
                    .toString()
                    .lines()
                    .toList();
        } catch (CharacterCodingException e) {
            fault(0, "is not UTF-8");
        } catch (IOException e) {
            fault(0, "cannot be read: " + e.getMessage());
        }
        return List.of();
    }

    void fault(int line, String what) {
        faults.add(new Fault(file, line, what));
    }

    /** Of all files so far. */
    int faultCount() {
        return faults.size();
    }

    /** False, and a fault, when it has another header; says nothing of a file that could not be read. */
    boolean hasHeader(String... wanted) {
        if (header.isEmpty()) return false;
        if (header.equals(List.of(wanted))) return true;
        fault(1, "the header is " + header + ", not " + List.of(wanted));
        return false;
    }

    List<String> header() {
        return header;
    }

    List<Row> rows() {
        return rows;
    }
}
