package io.gatehouse.service.access;

import io.gatehouse.residency.crossing.Actor;
import io.gatehouse.residency.database.Database;
import io.gatehouse.residency.region.CountryCode;
import io.gatehouse.service.configuration.GatehouseProperties;
import io.gatehouse.service.configuration.StartRefusedException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.time.Clock;
import java.util.EnumSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.Ordered;

/** Puts the filter before everything, and makes sure that someone can enter. */
@Configuration(proxyBeanMethods = false)
class AccessConfiguration {
    @Bean
    ApiKeys apiKeys(Database control, Clock clock, GatehouseProperties properties) {
        var keys = new ApiKeys(new JdbcApiKeyStore(control), clock, new SecureRandom());
        String given = properties.bootstrapKey();
        try {
            if (given != null && !given.isBlank()) keys.admit(given, first(properties));
            else if (keys.all().isEmpty())
                writeFirst(keys, FirstKeyFile.of(properties).path(), first(properties));
        } catch (IOException | IllegalArgumentException refused) {
            throw new StartRefusedException(String.valueOf(refused.getMessage()), refused);
        }
        return keys;
    }

    @Bean
    FirstKeyFile firstKeyFile(GatehouseProperties properties) {
        return FirstKeyFile.of(properties);
    }

    @Bean
    FilterRegistrationBean<AccessFilter> accessFilter(ApiKeys keys, PageDoor pages) {
        var registration = new FilterRegistrationBean<>(new AccessFilter(keys, pages));
        // Behind the doors of other contracts alone, which say in which shape they refuse.
        registration.setOrder(Ordered.HIGHEST_PRECEDENCE + 1);
        registration.addUrlPatterns("/*");
        return registration;
    }

    /** Nobody knows where the one who starts this sits but they themselves. */
    private static @Nullable Holder first(GatehouseProperties properties) {
        var first = properties.firstKey();
        if (first.country() == null) return null;
        return new Holder(
                Actor.Kind.ofWireName(first.actor())
                        .orElseThrow(() -> new IllegalArgumentException(
                                "gatehouse.first-key.actor must be platform, operator, processor, auditor or"
                                        + " authority: "
                                        + first.actor())),
                new CountryCode(first.country()),
                null);
    }

    /** Written before it is admitted: a key that nobody can read would lock the house. Never logged. */
    private static void writeFirst(ApiKeys keys, Path file, @Nullable Holder holder) throws IOException {
        var ownerOnly = PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));
        Files.deleteIfExists(file);
        Files.createFile(file, ownerOnly);
        var issued = keys.issue("first key", "bootstrap", EnumSet.copyOf(Set.of(Role.values())), holder);
        Files.write(file, (issued.whole() + "\n").getBytes(StandardCharsets.US_ASCII), StandardOpenOption.SYNC);
    }
}
