package io.gatehouse.service.exchange;

import io.gatehouse.jobs.exchange.ExchangeSettings;
import io.gatehouse.residency.bank.ExchangeRow;
import io.gatehouse.service.region.ServedRegions;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

/** How far the hash lists of other bodies were fetched. */
@RestController
final class ExchangesController {
    private final ServedExchanges exchanges;
    private final ServedRegions regions;

    ExchangesController(ServedExchanges exchanges, ServedRegions regions) {
        this.exchanges = exchanges;
        this.regions = regions;
    }

    /** Those of a region, also what was fetched by one that is not configured any more. */
    @GetMapping("/v1/exchanges")
    Map<String, Object> list(@RequestParam String region) {
        var served = regions.named(region);
        var configured = exchanges.settings().stream()
                .filter(each -> each.region().equals(served.id()))
                .collect(Collectors.toMap(ExchangeSettings::name, Function.identity()));
        var states = exchanges.exchanges(served.id()).all().stream()
                .collect(Collectors.toMap(ExchangeRow::name, Function.identity()));
        var names = new java.util.TreeSet<>(configured.keySet());
        names.addAll(states.keySet());
        return Map.of(
                "exchanges",
                names.stream()
                        .map(name -> json(name, configured.get(name), states.get(name)))
                        .toList());
    }

    private static Map<String, Object> json(
            String name, @Nullable ExchangeSettings settings, @Nullable ExchangeRow state) {
        var json = new LinkedHashMap<String, Object>();
        json.put("name", name);
        json.put("configured", settings != null);
        if (settings != null) {
            json.put("type", settings.kind().wireName());
            json.put("bank", settings.bank());
            json.put("feedback", settings.feedback());
        }
        if (state == null) return json;
        json.put("bank", state.bank());
        json.put("under_way", !state.cursor().isEmpty());
        json.put("rows_fetched", state.rowsFetched());
        json.put("rows_refused", state.rowsRefused());
        state.fetchedAt().ifPresent(at -> json.put("fetched_at", at.toString()));
        state.failedAt().ifPresent(at -> json.put("failed_at", at.toString()));
        state.failure().ifPresent(failure -> json.put("failure", failure));
        state.waitUntil().ifPresent(at -> json.put("left_alone_until", at.toString()));
        return json;
    }
}
