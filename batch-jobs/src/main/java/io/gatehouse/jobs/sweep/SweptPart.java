package io.gatehouse.jobs.sweep;

import io.gatehouse.residency.cell.CellSweep;
import io.gatehouse.residency.cell.Misplacement.Kind;
import io.gatehouse.residency.sweep.KeyRange;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/** What is gone through at once in a cell: whoever dies goes through one of these again. */
sealed interface SweptPart {
    /** Under which summaries tell what was found. */
    String group();

    /** Some of the keys of the store. */
    record Keys(KeyRange range) implements SweptPart {
        @Override
        public String group() {
            return "objects";
        }
    }

    /** A table whose rows belong to people. */
    record Table(String table) implements SweptPart {
        @Override
        public String group() {
            return "rows";
        }
    }

    /** Some of the accounts, with what the directory says of them. */
    record Accounts(int slice) implements SweptPart {
        @Override
        public String group() {
            return "homes";
        }
    }

    /** All that lies under this is somebody's media; other prefixes are other people's business. */
    String MEDIA = "media/";

    /** As many as there are first digits: whoever dies goes through a thirtieth of a store again. */
    int OBJECT_PARTS = 32;

    /** In the order gone through. */
    List<SweptPart> ALL = all();

    /** In the order told. */
    List<String> GROUPS = List.of("objects", "rows", "homes");

    private static List<SweptPart> all() {
        var all = new ArrayList<SweptPart>();
        for (var range : KeyRange.of(MEDIA, OBJECT_PARTS)) all.add(new Keys(range));
        for (var table : CellSweep.ownedTables()) all.add(new Table(table));
        for (int slice = 0; slice < CellSweep.SLICES; slice++) all.add(new Accounts(slice));
        return List.copyOf(all);
    }

    /** Of what can be found there. */
    static Set<Kind> kinds(String group) {
        return switch (group) {
            case "objects" -> EnumSet.of(Kind.ORPHAN_OBJECT, Kind.FOREIGN_OBJECT, Kind.LOST_OBJECT);
            case "rows" -> EnumSet.of(Kind.LEFTOVER_ROWS);
            case "homes" -> EnumSet.of(Kind.HOME_DISAGREES, Kind.TWO_HOMES, Kind.DIRECTORY_DISAGREES, Kind.STUCK_MOVE);
            default -> throw new IllegalArgumentException("not a group of a sweep: " + group);
        };
    }
}
