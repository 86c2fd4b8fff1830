package io.gatehouse.jobs;

import io.gatehouse.jobs.archive.ArchiveCells;
import io.gatehouse.jobs.orphans.OrphanCells;
import io.gatehouse.jobs.quality.QualityCells;
import io.gatehouse.jobs.retention.RetentionCells;
import io.gatehouse.residency.casework.QualityRecords;
import io.gatehouse.residency.cell.Archive;
import io.gatehouse.residency.cell.Author;
import io.gatehouse.residency.cell.CellWrite;
import io.gatehouse.residency.cell.ContentName;
import io.gatehouse.residency.cell.MediaWrite;
import io.gatehouse.residency.cell.Payload;
import io.gatehouse.residency.cell.ReportFacts;
import io.gatehouse.residency.directory.AccountRef;
import io.gatehouse.residency.log.EntryFacts;
import io.gatehouse.residency.migration.CellEnd;
import io.gatehouse.residency.region.RegionId;
import io.gatehouse.residency.rights.ErasureSite;
import io.gatehouse.residency.store.FileRegionStore;
import io.gatehouse.residency.store.ObjectKey;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;

/** The one cell that is served, with its objects. */
public class KeptCell extends RealCell implements ArchiveCells, RetentionCells, OrphanCells, QualityCells {
    /** Long ago, for whatever goes by age. */
    public static final Instant OLD = Instant.parse("2025-01-15T12:00:00Z");

    private final Path objects;
    private final FileRegionStore store;
    /** Regions that there are beside the one that is served. */
    public final SortedSet<RegionId> others = new TreeSet<>();

    public KeptCell(Path directory) {
        super(directory);
        objects = directory.resolve("objects");
        try {
            store = FileRegionStore.open(REGION, objects);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        cell().attach(store);
    }

    /** A content of long ago, of one of seven people. */
    public CellWrite said(int i, String verdict, Instant at, List<String> media) {
        var account = author(i % 7);
        return new CellWrite(
                new Author(account, 1, bytes("{}")),
                new ContentName("client", "m-" + i),
                null,
                REGION + ".s." + i,
                REGION + ".d." + i,
                new Payload(bytes(text(i)), bytes(verdict + " " + i), bytes("answer " + i)),
                new ReportFacts("comment", verdict, List.of(), "en", "sha256:00", false, at),
                new EntryFacts(Map.of("verdict", verdict)),
                List.of(),
                media);
    }

    public static AccountRef author(int i) {
        return new AccountRef(ByteBuffer.allocate(32).putInt(i + 1).array());
    }

    /** A picture of somebody who said something before. */
    public ObjectKey picture(int author, String name) {
        var key = new ObjectKey("media/" + name);
        put(key, "picture " + name);
        writer(REGION)
                .store(new MediaWrite(
                        REGION + ".m." + name,
                        new Author(author(author), 1, bytes("{}")),
                        key.value(),
                        sha256("picture " + name),
                        10,
                        bytes("{\"media_type\":\"image/png\"}"),
                        OLD));
        return key;
    }

    public void put(ObjectKey key, String text) {
        try {
            store.put(key, new ByteArrayInputStream(bytes(text)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Makes an object older than it is. */
    public void age(ObjectKey key, Duration age) {
        try (var files = Files.walk(objects)) {
            var file = files.filter(
                            each -> Files.isRegularFile(each) && each.toString().contains(key.value()))
                    .findFirst()
                    .orElseThrow();
            Files.setLastModifiedTime(file, FileTime.from(Instant.now().minus(age)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public FileRegionStore store() {
        return store;
    }

    private static byte[] sha256(String text) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(bytes(text));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    public static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    @Override
    public Archive archive(RegionId region) {
        return cell().archive();
    }

    @Override
    public ErasureSite site(RegionId region) {
        return new ErasureSite(cell(), store);
    }

    @Override
    public Optional<Boolean> isHeldAtHome(AccountRef guest, Instant now) {
        return Optional.empty();
    }

    @Override
    public CellEnd end(RegionId region) {
        return new CellEnd(cell(), store);
    }

    @Override
    public SortedSet<RegionId> known() {
        var known = new TreeSet<>(others);
        known.add(REGION);
        return known;
    }

    @Override
    public QualityRecords quality(RegionId region) {
        return new QualityRecords(cell());
    }

    /** What entries of a kind say that were made since then: these facts of them, or all but those that no two runs have alike. */
    public List<String> facts(String kind, long fromIndex, String... names) {
        String facts = names.length == 0
                ? "f - ARRAY['policy_digest', 'from_index', 'to_index', 'seed', 'superseded_policy_digests']"
                : "(SELECT jsonb_object_agg(key, value) FROM jsonb_each(f) WHERE key = ANY (ARRAY['"
                        + String.join("', '", names) + "']))";
        return texts("SELECT 'entry " + kind + " ' || (" + facts + ")::text FROM (SELECT e ->> 'kind' AS kind,"
                + " e -> 'facts' AS f FROM (SELECT convert_from(entry, 'UTF8')::jsonb AS e FROM log_entry"
                + " WHERE log_index >= " + fromIndex + " ORDER BY log_index) AS x) AS y WHERE kind = '" + kind + "'");
    }

    public List<String> texts(String sql) {
        return cell().read(connection -> {
            var found = new ArrayList<String>();
            try (var select = connection.prepareStatement(sql);
                    var rows = select.executeQuery()) {
                while (rows.next()) found.add(rows.getString(1));
            } catch (SQLException e) {
                throw new IllegalStateException(sql, e);
            }
            return found;
        });
    }

    /**
     * All that the cell and its store hold, in one form, whatever way it came about: what was said and decided, opened; whether it
     * lies in the archive; objects; cases; and what the log says, without its order and times.
     */
    public List<String> export() {
        var lines = new ArrayList<String>();
        for (var id : texts("SELECT decision_id FROM decision")) {
            var decision = reader(REGION).decision(id).orElseThrow();
            lines.add("decision " + id + " " + decision.screeningId() + " " + decision.revision() + " "
                    + decision.report().verdict() + " " + decision.supersedes().orElse("-") + " "
                    + decision.supersededBy().orElse("-") + " "
                    + decision.payload()
                            .map(payload -> hex(payload.content()) + hex(payload.record()) + hex(payload.answer()))
                            .orElse("gone"));
        }
        lines.addAll(
                texts("SELECT 'content ' || screening_id || ' ' || (archive_segment IS NOT NULL) || ' ' || revision"
                        + " FROM content"));
        lines.addAll(texts("SELECT 'media ' || media_id || ' ' || object_key FROM media"));
        lines.addAll(texts("SELECT 'noted ' || object_key FROM erased_object"));
        lines.addAll(texts("SELECT 'case ' || kind || ' ' || what || ' ' || state FROM misplacement"));
        lines.addAll(texts("SELECT 'measure ' || category || ' ' || language || ' ' || right_hits || ' ' || wrong_hits"
                + " || ' ' || misses || ' ' || right_passes FROM quality_measure"));
        store.all("").forEachRemaining(object -> {
            if (!object.key().value().startsWith(Archive.PREFIX)) lines.add("object " + object.key());
        });
        lines.addAll(
                texts(
                        "SELECT 'entry ' || (e::json ->> 'kind') || ' ' || CASE WHEN e::json ->> 'kind' = 'misplacement'"
                                + " THEN '' ELSE e::json ->> 'id' END FROM (SELECT convert_from(entry, 'UTF8') AS e FROM log_entry) AS x"));
        lines.sort(null);
        return lines;
    }

    private static String hex(byte[] bytes) {
        return HexFormat.of().formatHex(bytes) + ".";
    }

    @Override
    public void close() {
        super.close();
        store.close();
    }
}
