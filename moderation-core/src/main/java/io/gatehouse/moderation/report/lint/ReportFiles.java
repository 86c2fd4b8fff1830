package io.gatehouse.moderation.report.lint;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.apache.commons.compress.archivers.zip.ZipArchiveEntry;
import org.apache.commons.compress.archivers.zip.ZipFile;

/** Opens a report, whatever it comes as: a directory or a ZIP of CSV files, a workbook, or one sheet. */
final class ReportFiles {
    /** The largest reports so far have sheets of some 2 MB; a workbook of all, 5 MB. */
    static final long MAX_FILE_BYTES = 64L << 20;
    /** Of all files of an archive together, unpacked: an archive of nothing but zeros must not fill the memory. */
    static final long MAX_UNPACKED_BYTES = 256L << 20;
    /** The template has 11 sheets. */
    static final int MAX_FILES = 64;
    /** Of a file, as much tells what it is. */
    private static final int BEGINS = 64;

    /** What an archive was unpacked to may lie in a directory of its own. */
    private static final int DEEPEST = 3;

    /** Sheet 3 has at most some 2,600 rows, but for repeated ones. */
    static final int MAX_ROWS = 100_000;
    /** The widest sheet has 37 columns. */
    static final int MAX_COLUMNS = 256;

    private final Findings findings;
    private final List<RawSheet> sheets = new ArrayList<>();

    private ReportFiles(Findings findings) {
        this.findings = findings;
    }

    /** @throws IOException when there is nothing that could be a report */
    static List<RawSheet> open(Path path, Findings findings) throws IOException {
        var files = new ReportFiles(findings);
        if (Files.isDirectory(path)) files.directory(path);
        else files.file(path);
        if (files.sheets.isEmpty() && findings.sorted().isEmpty())
            throw new NoSuchFileException(path + ": no .csv file, .zip or .xlsx is there");
        return files.sheets;
    }

    private void directory(Path directory) throws IOException {
        List<Path> found;
        try (var below = Files.walk(directory, DEEPEST)) {
            found = below.filter(Files::isRegularFile)
                    .filter(file -> !ofMac(directory.relativize(file).toString()))
                    .filter(file -> isSheet(name(file)) || isArchive(name(file)))
                    .sorted()
                    .limit(MAX_FILES)
                    .toList();
        }
        // A ZIP or workbook beside the sheets is the same report in another form.
        boolean hasSheets = found.stream().anyMatch(file -> isSheet(name(file)));
        for (Path file : found) if (isSheet(name(file)) == hasSheets) file(file);
    }

    private void file(Path file) throws IOException {
        if (Files.size(file) > MAX_FILE_BYTES) {
            tooLarge(name(file), MAX_FILE_BYTES);
            return;
        }
        bytes(name(file), Files.readAllBytes(file));
    }

    private void bytes(String name, byte[] bytes) throws IOException {
        boolean zipped = bytes.length > 3 && bytes[0] == 'P' && bytes[1] == 'K';
        String other = otherForm(bytes);
        if (!other.isEmpty()) {
            findings.sheet(Rule.FILE_UNREADABLE, name, other, "CSV files, or a workbook of today");
            return;
        }
        if (!zipped) {
            sheets.add(new CsvReader(name, findings).read(bytes));
            return;
        }
        try (var zip = ZipFile.builder().setByteArray(bytes).get()) {
            measure(zip);
            if (isWorkbook(zip)) {
                findings.report(Rule.FILE_WORKBOOK, name + " is a workbook", "one CSV file for each sheet");
                workbook(name, bytes, zip);
            } else unzip(name, zip);
        } catch (TooLargeException e) {
            tooLarge(name, e.limit);
        } catch (IOException | IllegalArgumentException e) {
            findings.sheet(Rule.FILE_UNREADABLE, name, String.valueOf(e.getMessage()), "CSV files, or a whole archive");
        }
    }

    /** What the file is, where that is no report; empty otherwise. */
    private static String otherForm(byte[] bytes) {
        String begins = new String(bytes, 0, Math.min(bytes.length, BEGINS), StandardCharsets.ISO_8859_1)
                .strip()
                .toLowerCase(Locale.ROOT);
        if (bytes.length > 1 && bytes[0] == (byte) 0xD0 && bytes[1] == (byte) 0xCF)
            return "an old workbook (.xls), or one with a password";
        if (begins.startsWith("%pdf")) return "a PDF, which nobody can count again";
        return begins.startsWith("<!doctype") || begins.startsWith("<html") || begins.startsWith("<?xml")
                ? "a page, not a table"
                : "";
    }

    private static boolean isWorkbook(ZipFile zip) {
        return zip.getEntry("xl/workbook.xml") != null;
    }

    /** Unpacks all of it once, so that an archive of too much is found before anything is made of it. */
    private static void measure(ZipFile zip) throws IOException {
        var buffer = new byte[64 << 10];
        long total = 0;
        for (var entry : Collections.list(zip.getEntries()))
            try (var in = zip.getInputStream(entry)) {
                for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
                    total += read;
                    if (total > MAX_UNPACKED_BYTES) throw new TooLargeException(MAX_UNPACKED_BYTES);
                }
            }
    }

    private void unzip(String name, ZipFile zip) throws IOException {
        var inside = Collections.list(zip.getEntries()).stream()
                .filter(entry -> !entry.isDirectory() && !ofMac(entry.getName()))
                .filter(entry -> isSheet(entry.getName()) || isArchive(entry.getName()))
                .toList();
        if (inside.size() > MAX_FILES)
            findings.sheet(
                    Rule.FILE_LIMIT,
                    name,
                    "more than " + MAX_FILES + " files; the rest was not looked at",
                    "one file for each of the 11 sheets");
        for (var entry : inside.subList(0, Math.min(inside.size(), MAX_FILES))) {
            if (lower(entry.getName()).endsWith(".zip")) {
                findings.sheet(
                        Rule.FILE_UNREADABLE,
                        entry.getName(),
                        "an archive within an archive; it was not looked at",
                        "one archive for each report");
                continue;
            }
            var content = read(zip, entry);
            if (content.isEmpty()) continue;
            if (isSheet(entry.getName())) sheets.add(new CsvReader(entry.getName(), findings).read(content.get()));
            else workbook(entry.getName(), content.get());
        }
    }

    /** A workbook in an archive; an archive in an archive is none, and so without end. */
    private void workbook(String name, byte[] bytes) throws IOException {
        try (var zip = ZipFile.builder().setByteArray(bytes).get()) {
            measure(zip);
            if (!isWorkbook(zip)) throw new IOException(name + " is no workbook");
            workbook(name, bytes, zip);
        }
    }

    private void workbook(String name, byte[] bytes, ZipFile zip) throws IOException {
        var layout = WorkbookLayout.of(zip);
        for (var sheet : WorkbookReader.read(name, bytes, findings)) sheets.add(layout.applied(sheet, findings));
    }

    private static boolean ofMac(String name) {
        return name.startsWith("__MACOSX/") || name.contains("/._") || name.startsWith("._");
    }

    private Optional<byte[]> read(ZipFile zip, ZipArchiveEntry entry) throws IOException {
        var out = new ByteArrayOutputStream();
        try (InputStream in = zip.getInputStream(entry)) {
            var buffer = new byte[64 << 10];
            for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
                if (out.size() + read > MAX_FILE_BYTES) {
                    tooLarge(entry.getName(), MAX_FILE_BYTES);
                    return Optional.empty();
                }
                out.write(buffer, 0, read);
            }
        }
        return Optional.of(out.toByteArray());
    }

    private void tooLarge(String name, long limit) {
        findings.sheet(
                Rule.FILE_LIMIT,
                name,
                "larger than " + (limit >> 20) + " MiB, unpacked; it was not looked at",
                "a report has some megabytes");
    }

    private static boolean isSheet(String name) {
        return lower(name).endsWith(".csv") || lower(name).endsWith(".tsv");
    }

    private static boolean isArchive(String name) {
        return lower(name).endsWith(".zip")
                || lower(name).endsWith(".xlsx")
                || lower(name).endsWith(".xlsm");
    }

    private static String lower(String name) {
        return name.toLowerCase(Locale.ROOT);
    }

    private static String name(Path file) {
        return String.valueOf(file.getFileName());
    }

    /** Unpacking went beyond a limit. */
    private static final class TooLargeException extends IOException {
        private static final long serialVersionUID = 1;

        private final long limit;

        TooLargeException(long limit) {
            super("larger than " + limit + " bytes");
            this.limit = limit;
        }
    }
}
