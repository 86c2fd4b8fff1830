package io.gatehouse.service.region;

import io.gatehouse.residency.conversation.ConversationRules;
import io.gatehouse.residency.crossing.TransferGate;
import io.gatehouse.residency.crossing.TransferRules;
import io.gatehouse.residency.database.Database;
import io.gatehouse.residency.database.Migrations;
import io.gatehouse.residency.database.PostgresServer;
import io.gatehouse.residency.directory.AccountDirectory;
import io.gatehouse.residency.home.HomeRegionResolver;
import io.gatehouse.residency.home.ResidenceRules;
import io.gatehouse.residency.interop.InteropRules;
import io.gatehouse.residency.key.ServiceKey;
import io.gatehouse.residency.operator.OperatorGate;
import io.gatehouse.residency.operator.PlatformReads;
import io.gatehouse.residency.purpose.ServiceRules;
import io.gatehouse.residency.region.Topology;
import io.gatehouse.residency.webhook.EndpointStore;
import io.gatehouse.service.configuration.GatehouseProperties;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Map;
import javax.sql.DataSource;
import org.springframework.boot.context.properties.EnableConfigurationProperties;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.DependsOn;

/** Opens what the service stands on, in order: files, database server, control database, cells. Closes it backwards. */
@Configuration(proxyBeanMethods = false)
@EnableConfigurationProperties(GatehouseProperties.class)
class RegionsConfiguration {
    /** The directory's commits are shared, keys are cached: few connections carry every request. */
    private static final int CONTROL_CONNECTIONS = 8;

    @Bean
    Clock clock() {
        return Clock.systemUTC();
    }

    @Bean
    Topology topology(GatehouseProperties properties) {
        return Topology.load(properties.policies().resolve("residency"));
    }

    @Bean
    ResidenceRules residenceRules(GatehouseProperties properties) {
        return ResidenceRules.load(properties.policies().resolve("residency"));
    }

    @Bean
    HomeRegionResolver homeRegionResolver(Topology topology, ResidenceRules rules) {
        return new HomeRegionResolver(topology, rules);
    }

    @Bean(destroyMethod = "close")
    @DependsOn("normsReading") // Begins before the server starts, and goes on beside it.
    PostgresServer postgresServer(GatehouseProperties properties) throws IOException {
        if (properties.role() == GatehouseProperties.Role.WORKER) return PostgresServer.join(properties.data());
        Files.createDirectories(properties.data());
        return PostgresServer.start(properties.data());
    }

    @Bean(destroyMethod = "close")
    Database control(PostgresServer server) {
        var control = server.database("gatehouse_control", CONTROL_CONNECTIONS);
        Migrations.control(control);
        return control;
    }

    /** For Spring Batch, whose metadata are about jobs and never about people. */
    @Bean(destroyMethod = "")
    DataSource dataSource(Database control) {
        return control.dataSource();
    }

    @Bean(destroyMethod = "close")
    AccountDirectory accountDirectory(Database control, GatehouseProperties properties) {
        return AccountDirectory.open(control, secrets(properties).resolve("directory.key"));
    }

    /** Who wants to be told of decisions. */
    @Bean
    EndpointStore endpointStore(Database control, GatehouseProperties properties) {
        return new EndpointStore(
                control, ServiceKey.openOrCreate(secrets(properties).resolve("webhooks.key")));
    }

    @Bean(destroyMethod = "close")
    OpenCells openCells(GatehouseProperties properties, Topology topology, PostgresServer server, Clock clock)
            throws IOException {
        return OpenCells.open(properties, topology, server, clock);
    }

    @Bean
    ServedRegions servedRegions(OpenCells cells, Topology topology) {
        return new ServedRegions(topology, cells.byRegion());
    }

    @Bean(destroyMethod = "close")
    RegionHealth regionHealth() {
        return new RegionHealth();
    }

    @Bean
    TransferRules transferRules(GatehouseProperties properties, Topology topology) {
        return TransferRules.load(properties.policies().resolve("residency"), topology);
    }

    @Bean
    ServiceRules serviceRules(GatehouseProperties properties) {
        return ServiceRules.load(properties.policies().resolve("residency"));
    }

    @Bean(destroyMethod = "close")
    CellHealth cellHealth(ServedRegions regions, RegionHealth health) {
        return new CellHealth(regions, health);
    }

    @Bean
    ConversationRules conversationRules(GatehouseProperties properties, Topology topology) {
        return ConversationRules.load(properties.policies().resolve("residency"), topology);
    }

    @Bean
    InteropRules interopRules(GatehouseProperties properties) {
        return InteropRules.load(properties.policies().resolve("residency"));
    }

    @Bean
    TransferGate transferGate(OpenCells cells, Topology topology, TransferRules rules, NewIds ids, Clock clock) {
        return new TransferGate(topology, rules, Map.copyOf(cells.crossings()), ids::transfer, clock);
    }

    @Bean
    CrossingBooks crossingBooks(OpenCells cells) {
        return new CrossingBooks(cells.crossings());
    }

    @Bean(destroyMethod = "close")
    PlatformReads platformReads(OpenCells cells) {
        return new PlatformReads(cells.crossings());
    }

    @Bean
    OperatorGate operatorGate(
            OpenCells cells, TransferGate law, ServiceRules services, PlatformReads platform, NewIds ids) {
        return new OperatorGate(law, services, cells.crossings(), cells.grants(), platform, ids::access);
    }

    @Bean
    GrantBooks grantBooks(OpenCells cells) {
        return new GrantBooks(cells.grants());
    }

    static Path secrets(GatehouseProperties properties) {
        return properties.data().resolve("secrets");
    }
}
