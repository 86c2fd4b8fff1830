package io.gatehouse.service.exchange;

import io.gatehouse.jobs.exchange.ExchangeCells;
import io.gatehouse.jobs.exchange.ExchangeSettings;
import io.gatehouse.residency.bank.BankRow;
import io.gatehouse.residency.bank.ExchangeStore;
import io.gatehouse.residency.bank.HashBankStore;
import io.gatehouse.residency.crossing.Actor;
import io.gatehouse.residency.crossing.Crossing;
import io.gatehouse.residency.crossing.DataKind;
import io.gatehouse.residency.crossing.Destination;
import io.gatehouse.residency.crossing.LegalBasisClaim;
import io.gatehouse.residency.crossing.Passage;
import io.gatehouse.residency.crossing.Purpose;
import io.gatehouse.residency.crossing.Recipient;
import io.gatehouse.residency.crossing.TransferGate;
import io.gatehouse.residency.region.CountryCode;
import io.gatehouse.residency.region.RegionId;
import io.gatehouse.service.configuration.GatehouseProperties;
import io.gatehouse.service.region.NewIds;
import io.gatehouse.service.region.ServedRegions;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import org.springframework.stereotype.Component;

/** The exchanges of the configuration, each in its one region, and the gate through which answers leave it. */
@Component
public final class ServedExchanges implements ExchangeCells {
    private static final Purpose PURPOSE = new Purpose("hash_exchange");

    /** An answer of five hundred hashes takes minutes. */
    private static final Duration OPEN_FOR = Duration.ofHours(1);

    private final ServedRegions regions;
    private final TransferGate gate;
    private final NewIds ids;
    private final Clock clock;
    private final Map<String, GatehouseProperties.Exchange> configured;
    private final List<ExchangeSettings> settings;

    /** @throws IllegalArgumentException when one is configured wrongly, or for a region that the topology does not have */
    ServedExchanges(ServedRegions regions, TransferGate gate, NewIds ids, GatehouseProperties properties, Clock clock) {
        this.regions = regions;
        this.gate = gate;
        this.ids = ids;
        this.clock = clock;
        this.configured = properties.exchanges();
        this.settings = configured.entrySet().stream()
                .map(each -> settings(each.getKey(), each.getValue()))
                .toList();
    }

    private ExchangeSettings settings(String name, GatehouseProperties.Exchange exchange) {
        var kind = ExchangeSettings.Kind.ofWireName(exchange.type())
                .orElseThrow(() -> new IllegalArgumentException(
                        "gatehouse.exchanges." + name + ".type must be ncmec, stopncii, threatexchange or tat"));
        var region = new RegionId(exchange.region());
        if (regions.topology().region(region).isEmpty())
            throw new IllegalArgumentException(
                    "gatehouse.exchanges." + name + ".region is no region of the topology: " + region);
        if (exchange.feedback()) to(exchange);
        return new ExchangeSettings(
                name,
                kind,
                region,
                exchange.bank(),
                exchange.url(),
                exchange.credentials(),
                exchange.group(),
                Set.copyOf(exchange.members()),
                exchange.feedback(),
                exchange.reason());
    }

    /** All that are configured, also of regions that live elsewhere. */
    public List<ExchangeSettings> settings() {
        return settings;
    }

    @Override
    public SortedSet<RegionId> served() {
        var served = new TreeSet<RegionId>();
        for (var region : regions.topology().regions()) if (regions.serves(region.id())) served.add(region.id());
        return served;
    }

    @Override
    public ExchangeStore exchanges(RegionId region) {
        return new ExchangeStore(regions.orMisdirected(region).cell());
    }

    @Override
    public Optional<String> categoryOf(RegionId region, String bank) {
        return new HashBankStore(regions.orMisdirected(region).cell())
                .bank(bank)
                .map(BankRow::category);
    }

    @Override
    public String newEventId(RegionId region) {
        return ids.event(region);
    }

    @Override
    public Passage pass(ExchangeSettings exchange, int hashes) {
        var asked = Objects.requireNonNull(configured.get(exchange.name()));
        var now = clock.instant();
        return gate.pass(new Crossing(
                PURPOSE,
                Set.of(DataKind.REPORT),
                exchange.region(),
                to(asked),
                new Actor(
                        "hash-exchange",
                        Actor.Kind.SYSTEM,
                        regions.orMisdirected(exchange.region()).region().location()),
                asked.instrument().isEmpty()
                        ? new LegalBasisClaim.Territory()
                        : new LegalBasisClaim.Instrument(asked.instrument()),
                hashes,
                null,
                now,
                now.plus(OPEN_FOR)));
    }

    private static Destination to(GatehouseProperties.Exchange exchange) {
        return new Destination.ToCountry(new CountryCode(exchange.country()), new Recipient(exchange.recipient()));
    }
}
