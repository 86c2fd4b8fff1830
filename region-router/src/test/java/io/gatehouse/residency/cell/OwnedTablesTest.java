package io.gatehouse.residency.cell;

import static org.assertj.core.api.Assertions.assertThat;

import io.gatehouse.residency.cell.OwnedTable.AtErasure;
import io.gatehouse.residency.cell.OwnedTable.Owner;
import io.gatehouse.residency.database.Database;
import io.gatehouse.residency.database.Migrations;
import io.gatehouse.residency.database.TestServer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The list of tables against the catalogue: what is not listed would be forgotten at an erasure. */
class OwnedTablesTest {
    private static Database cell;
    private static Database control;

    @BeforeAll
    static void migrate() {
        cell = TestServer.newDatabase(2);
        Migrations.cell(cell);
        control = TestServer.newDatabase(2);
        Migrations.control(control);
    }

    @AfterAll
    static void close() {
        cell.close();
        control.close();
    }

    @Test
    void everyTableOfACellIsListedOnce() {
        assertThat(OwnedTables.CELL.stream().map(OwnedTable::name))
                .as("a new table needs a line in OwnedTables.CELL that says whose its rows are")
                .containsExactlyInAnyOrderElementsOf(columns(cell).keySet());
    }

    @Test
    void everyTableOfTheControlDatabaseIsListedOnce() {
        assertThat(OwnedTables.CONTROL.stream().map(OwnedTable::name))
                .as("a new table needs a line in OwnedTables.CONTROL that says whose its rows are")
                .containsExactlyInAnyOrderElementsOf(columns(control).keySet());
    }

    @Test
    void namesOnlyColumnsThatExist() {
        var faults = new ArrayList<String>();
        for (var tables :
                List.of(Map.entry(OwnedTables.CELL, columns(cell)), Map.entry(OwnedTables.CONTROL, columns(control))))
            for (var table : tables.getKey())
                for (var column : named(table))
                    if (!tables.getValue().get(table.name()).contains(column)) faults.add(table.name() + '.' + column);
        assertThat(faults).isEmpty();
    }

    /** An account_ref or a sealed column in a table that is said to be nobody's, or that erasure leaves as it is. */
    @Test
    void whatIsSealedOrNamesAnAccountHasAnOwnerAndGoes() {
        var faults = new ArrayList<String>();
        for (var table : OwnedTables.CELL) {
            for (var column : columns(cell).get(table.name())) {
                boolean isPersonal =
                        column.startsWith("sealed_") || column.equals("account_ref") || column.equals("wrapped_key");
                if (!isPersonal) continue;
                boolean goes = switch (table.atErasure()) {
                    case AtErasure.Delete _, AtErasure.DeleteWithKey _, AtErasure.DeleteButNotAtMove _ -> true;
                    case AtErasure.Anonymise(var set, var _) -> set.containsKey(column);
                    case AtErasure.WithCertificate(var set) -> set.containsKey(column);
                    case AtErasure.WithOwnKey _ -> !column.equals("account_ref");
                    case AtErasure.NothingToDo _ -> false;
                };
                if (!goes) faults.add(table.name() + '.' + column);
            }
        }
        assertThat(faults).isEmpty();
    }

    private static Set<String> named(OwnedTable table) {
        var named = new TreeSet<String>();
        switch (table.owner()) {
            case Owner.ByAccount(var column) -> named.add(column);
            case Owner.ByContent(var column) -> named.add(column);
            case Owner.ByDecision(var column) -> named.add(column);
            case Owner.ByMedia(var column) -> named.add(column);
            case Owner.Nobody _, Owner.OwnKey _ -> {}
        }
        if (table.atErasure() instanceof AtErasure.Anonymise(var set, var _)) named.addAll(set.keySet());
        return named;
    }

    private static Map<String, Set<String>> columns(Database database) {
        return database.read(connection -> {
            var columns = new TreeMap<String, Set<String>>();
            Bulk.query(
                    connection,
                    "SELECT table_name, column_name FROM information_schema.columns WHERE table_schema = 'public'",
                    row -> columns.computeIfAbsent(row.getString(1), _ -> new TreeSet<>())
                            .add(row.getString(2)));
            return columns;
        });
    }
}
