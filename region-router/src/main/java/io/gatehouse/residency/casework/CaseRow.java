package io.gatehouse.residency.casework;

import io.gatehouse.residency.casework.ReviewCase.Kind;
import io.gatehouse.residency.casework.ReviewCase.Lease;
import io.gatehouse.residency.casework.ReviewCase.Resolution;
import io.gatehouse.residency.casework.ReviewCase.Resolver;
import io.gatehouse.residency.casework.ReviewCase.State;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.type.TypeReference;
import tools.jackson.databind.json.JsonMapper;

/** A row of {@code review_case}. */
final class CaseRow {
    private static final JsonMapper JSON = JsonMapper.shared();
    private static final TypeReference<Map<String, Object>> OBJECT = new TypeReference<>() {};

    private CaseRow() {}

    static String write(Map<String, Object> facts) {
        return JSON.writeValueAsString(facts);
    }

    static ReviewCase read(ResultSet row) throws SQLException {
        String leasedBy = row.getString("leased_by");
        return new ReviewCase(
                row.getString("case_id"),
                Kind.valueOf(row.getString("kind")),
                State.valueOf(row.getString("state")),
                row.getString("decision_id"),
                row.getString("appeal_id"),
                row.getString("surface"),
                Sql.texts(row, "categories"),
                row.getString("language"),
                row.getInt("priority"),
                Sql.instant(row, "opened_at"),
                Sql.texts(row, "barred"),
                leasedBy == null ? null : new Lease(leasedBy, Sql.instant(row, "leased_until")),
                resolution(row));
    }

    private static @Nullable Resolution resolution(ResultSet row) throws SQLException {
        String outcome = row.getString("outcome");
        if (outcome == null) return null;
        return new Resolution(
                outcome,
                row.getString("new_decision_id"),
                new Resolver(
                        row.getString("person"),
                        row.getString("person_language"),
                        row.getString("person_country"),
                        row.getString("employment")),
                row.getBoolean("unfounded"),
                JSON.readValue(row.getString("facts"), OBJECT),
                Sql.instant(row, "resolved_at"));
    }
}
