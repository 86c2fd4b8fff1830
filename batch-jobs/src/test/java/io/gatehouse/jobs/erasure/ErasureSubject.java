package io.gatehouse.jobs.erasure;

import static io.gatehouse.jobs.erasure.ErasingRegions.NORTH;
import static io.gatehouse.jobs.erasure.ErasingRegions.WEST;

import io.gatehouse.jobs.BatchJob;
import io.gatehouse.jobs.RegionJob;
import io.gatehouse.jobs.ScreeningPace;
import io.gatehouse.jobs.kill.KillMatrix;
import io.gatehouse.residency.store.ObjectKey;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Erasures of people of a round: three to complete, one that a hold keeps, and one that was completed before. */
public final class ErasureSubject implements KillMatrix.Subject {
    private static final List<String> OPEN = List.of("anna", "bert", "held", "carl");

    private final ErasingRegions regions;
    private final Map<String, Long> first = new TreeMap<>();

    public ErasureSubject(ErasingRegions regions) {
        this.regions = regions;
    }

    private static String person(String name, int round) {
        return name + "r" + round + "r";
    }

    @Override
    public BatchJob job() {
        var job = new ErasureJob(regions, ZoneOffset.UTC, Clock.systemUTC());
        return new RegionJob(job, regions, ScreeningPace.IDLE, new SecureRandom(), Clock.systemUTC());
    }

    @Override
    public void died() {
        regions.anew();
    }

    @Override
    public void prepare(int round) {
        // Of earlier rounds nothing is open, and nothing is proved.
        regions.sql(WEST, "DELETE FROM person_request");
        for (var region : List.of(WEST, NORTH)) {
            regions.sql(region, "DELETE FROM erased_object");
            first.put(region.value(), regions.reader(region).nextIndex());
        }
        regions.live(person("done", round));
        regions.erasures().advance(WEST, regions.ask(person("done", round), Instant.now()));
        for (var name : OPEN) {
            regions.live(person(name, round));
            if (name.equals("held")) regions.hold(person(name, round));
            regions.ask(person(name, round), Instant.now());
        }
    }

    @Override
    public Map<String, String> asked(int round) {
        return Map.of("region", "all", "partitions", "1");
    }

    @Override
    public List<String> export(int round) {
        var lines = new ArrayList<String>();
        lines.addAll(regions.texts(
                WEST,
                "SELECT request_id || ' ' || state || ' ' || (certificate IS NOT NULL) || ' ' || (account_ref IS NULL)"
                        + " FROM person_request"));
        for (var region : List.of(WEST, NORTH)) {
            for (var name : OPEN)
                lines.add(region + " " + name + " "
                        + regions.site(region)
                                .store()
                                .head(new ObjectKey("media/" + person(name, round)))
                                .isPresent());
            lines.addAll(regions.texts(
                    region,
                    "SELECT '" + region + " ' || (e ->> 'kind') || ' ' || CASE e ->> 'kind' WHEN 'erasure' THEN"
                            + " ((e -> 'facts')::jsonb - 'began')::text WHEN 'erasure-held' THEN e ->> 'id' ELSE '' END"
                            + " FROM (SELECT convert_from(entry, 'UTF8')::json AS e FROM log_entry WHERE log_index >= "
                            + first.get(region.value()) + ") AS x"));
            lines.addAll(regions.texts(region, "SELECT '" + region + " noted ' || object_key FROM erased_object"));
        }
        return KillMatrix.relative(lines, "r" + round + "r");
    }
}
