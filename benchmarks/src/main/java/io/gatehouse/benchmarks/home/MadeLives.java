package io.gatehouse.benchmarks.home;

import io.gatehouse.residency.home.Age;
import io.gatehouse.residency.home.CurrentHome;
import io.gatehouse.residency.home.EvidenceKind;
import io.gatehouse.residency.home.Holder;
import io.gatehouse.residency.home.PersonFacts;
import io.gatehouse.residency.home.ResidenceEvidence;
import io.gatehouse.residency.region.CountryCode;
import io.gatehouse.residency.region.Topology;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;

/** Makes accounts from a seed: most of them settled, each sort in the share that its kind says. */
final class MadeLives {
    /** As many observations as an account keeps. */
    private static final int MOST = 64;

    private static final List<String> COUNTRIES = List.of(
            "IE", "DE", "FR", "IT", "ES", "PL", "SE", "NO", "RE", "GB", "CH", "US", "US", "BR", "SG", "IN", "JP");
    private static final EvidenceKind[] SEEN = {
        EvidenceKind.PAYMENT, EvidenceKind.STORE, EvidenceKind.SIM, EvidenceKind.IP
    };

    private final Topology topology;
    private final RandomGenerator random;
    private final Instant now;

    MadeLives(Topology topology, RandomGenerator random, Instant now) {
        this.topology = topology;
        this.random = random;
        this.now = now;
    }

    Life next() {
        int drawn = random.nextInt(1_000);
        for (var kind : Life.Kind.values()) {
            drawn -= kind.ofThousand;
            if (drawn < 0) return make(kind);
        }
        throw new IllegalStateException("the shares of the kinds do not add up to a thousand");
    }

    private Life make(Life.Kind kind) {
        var here = country();
        var there = country();
        var evidence = new ArrayList<ResidenceEvidence>();
        var age = random.nextInt(4) == 0 ? Age.UNKNOWN : Age.ADULT;
        switch (kind) {
            case SETTLED -> live(evidence, here, 1_000, 1 + random.nextInt(6));
            case TRAVELLING -> {
                live(evidence, here, 1_000, 2 + random.nextInt(4));
                see(evidence, there, 20 + random.nextInt(40), 2 + random.nextInt(4));
            }
            case NEW -> {
                live(evidence, here, 5, 1 + random.nextInt(3));
                return new Life(kind, evidence, new PersonFacts(age, Holder.PERSON), null);
            }
            case CONFLICTING -> {
                live(evidence, here, 5, 1);
                see(evidence, there, 5, 1 + random.nextInt(3));
                return new Life(kind, evidence, new PersonFacts(age, Holder.PERSON), null);
            }
            case MOVING -> {
                live(evidence, here, 1_000, 3);
                live(evidence, there, 20, 3);
            }
            case MOVED -> {
                live(evidence, here, 1_000, 3);
                evidence.add(new ResidenceEvidence(
                        EvidenceKind.VERIFIED, there, now.minus(Duration.ofDays(1 + random.nextInt(200)))));
                see(evidence, there, 100, 4);
            }
            case BUSINESS -> {
                evidence.add(new ResidenceEvidence(EvidenceKind.ESTABLISHMENT, here, now.minus(Duration.ofDays(400))));
                live(evidence, there, 300, 3);
                return new Life(kind, evidence, new PersonFacts(Age.UNKNOWN, Holder.BUSINESS), home(here));
            }
            case FULL -> {
                live(evidence, here, 1_000, 40);
                while (evidence.size() < MOST) see(evidence, country(), 500, 1);
            }
        }
        return new Life(kind, evidence, new PersonFacts(age, Holder.PERSON), home(here));
    }

    private CountryCode country() {
        return new CountryCode(COUNTRIES.get(random.nextInt(COUNTRIES.size())));
    }

    /** Says it, and is seen there. */
    private void live(List<ResidenceEvidence> evidence, CountryCode country, int forDays, int observations) {
        evidence.add(new ResidenceEvidence(EvidenceKind.DECLARED, country, now.minus(Duration.ofDays(forDays))));
        see(evidence, country, forDays, observations - 1);
    }

    private void see(List<ResidenceEvidence> evidence, CountryCode country, int forDays, int observations) {
        for (int i = 0; i < observations; i++)
            evidence.add(new ResidenceEvidence(
                    SEEN[random.nextInt(SEEN.length)],
                    country,
                    now.minus(Duration.ofHours(1 + random.nextInt(forDays * 24)))));
    }

    private CurrentHome home(CountryCode country) {
        var since = LocalDate.ofInstant(now, ZoneOffset.UTC).minusDays(1_100);
        return new CurrentHome(
                topology.homeOf(country, LocalDate.ofInstant(now, ZoneOffset.UTC))
                        .orElseThrow()
                        .region(),
                country,
                since);
    }
}
