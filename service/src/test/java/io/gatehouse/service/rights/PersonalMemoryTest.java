package io.gatehouse.service.rights;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaField;
import com.tngtech.archunit.junit.ArchTest;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/**
 * What remembers things outside of tables and object stores. A cache or an index that comes later must be listed here, with
 * the {@link io.gatehouse.residency.rights.PersonalMemory} that forgets it or the reason why nobody is in it: otherwise an
 * erasure would forget it.
 */
public class PersonalMemoryTest {
    private static final Set<String> REMEMBERING = Set.of(
            "com.github.benmanes.caffeine.cache.Cache",
            "com.github.benmanes.caffeine.cache.LoadingCache",
            "com.github.benmanes.caffeine.cache.AsyncCache",
            "org.apache.lucene.index.IndexWriter",
            "org.apache.lucene.store.Directory",
            "redis.clients.jedis.JedisPooled");

    private static final Map<String, String> KNOWN = new TreeMap<>(Map.of(
            "io.gatehouse.residency.directory.AccountDirectory.homes", "directoryMemory",
            "io.gatehouse.residency.cell.PersonKeyRing.held", "keyRingMemory",
            "io.gatehouse.service.account.HomeRegionGate.known", "knownAccountsMemory",
            "io.gatehouse.service.placement.PlacementDesk.registered", "guestMemory",
            "io.gatehouse.service.placement.PlacementDesk.told", "guestMemory",
            "io.gatehouse.service.fact.InProcessFactStore.sets", "counterMemory",
            "io.gatehouse.service.fact.ValkeyFactStore.client", "counterMemory"));

    static {
        for (var field : Set.of("CellIndex.directory", "CellIndex.writer", "IndexPurge.directory", "IndexPurge.writer"))
            KNOWN.put("io.gatehouse.residency.search." + field, "searchMemory");
    }

    /** Nobody is in them. */
    private static final Map<String, String> OF_NOBODY = Map.of(
            "io.gatehouse.residency.cell.ArchiveSource.segments", "parts that only rows open, for a minute",
            "io.gatehouse.residency.cell.ArchiveSource.names", "random names of segments",
            "io.gatehouse.residency.store.ObjectTree.durableDirectories", "names of directories, made of random ids",
            "io.gatehouse.service.access.ApiKeys.known", "keys of systems and staff",
            "io.gatehouse.service.classifier.RemoteClassifier.cache", "scores by digests under a key of this process",
            "io.gatehouse.service.classifier.TextPassages.ways", "pairs of regions and classifiers",
            "io.gatehouse.service.placement.Passages.ways", "pairs of regions",
            "io.gatehouse.service.placement.ShelterDesk.sheltered", "regions that shelter others'");

    /** Run by {@code ArchitectureTest}, which has read all classes. */
    @ArchTest
    static void everythingThatRemembersIsForgottenOrSaysWhyNot(JavaClasses classes) {
        var found = new TreeSet<String>();
        classes.that(JavaClass.Predicates.resideInAnyPackage(
                        "io.gatehouse.residency..",
                        "io.gatehouse.service..",
                        "io.gatehouse.jobs..",
                        "io.gatehouse.moderation.."))
                .forEach(type -> type.getFields().stream()
                        .filter(field -> REMEMBERING.contains(field.getRawType().getName()))
                        .map(JavaField::getFullName)
                        .forEach(found::add));
        var listed = new TreeSet<>(KNOWN.keySet());
        listed.addAll(OF_NOBODY.keySet());
        assertThat(found)
                .as("a new cache, index or store of counters needs a PersonalMemory in RightsConfiguration, or a"
                        + " reason here")
                .isEqualTo(listed);
    }

    @Test
    void eachNamesABeanOfTheConfiguration() {
        var beans = new TreeSet<String>();
        for (var method : RightsConfiguration.class.getDeclaredMethods()) beans.add(method.getName());
        assertThat(beans).containsAll(KNOWN.values());
    }
}
