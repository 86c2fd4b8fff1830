package io.gatehouse.service.configuration;

import io.gatehouse.moderation.cage.CageKind;
import io.gatehouse.moderation.cage.PictureModel;
import io.gatehouse.moderation.cage.Senses;
import io.gatehouse.moderation.cage.TextReading;
import io.gatehouse.moderation.content.Surface;
import io.gatehouse.moderation.signal.Category;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * The whole of Gatehouse's configuration, under {@code gatehouse.*}. A wrong value stops the start.
 *
 * @param data where everything is kept; created when missing
 * @param policies directory of norms, law, residency and models
 * @param regions served by this process; empty for all of the topology
 * @param role what this process does
 * @param logName under which the regions' logs sign, for example {@code gatehouse.example}; the region follows
 * @param bootstrapKey an API key with every role, for the first steps; null makes one when there is none yet
 * @param firstKey who holds the first key, or the bootstrap key
 * @param exampleLaw whether the marked examples of {@code law/demo.yaml} hold as well: for demonstrations only
 * @param logRequests whether each screening leaves a line in the log of the process
 * @param exchanges hash lists of other bodies, by a name of one's own
 * @param classifiers that somebody else runs, by the names of {@code models/external} of the policies
 * @param schedule jobs that are run again and again, by name; none by default
 * @param databaseAddresses by region, {@code host:port} through which its database is reached, for example a pooler; the
 *     server's own when left out
 */
@ConfigurationProperties("gatehouse")
public record GatehouseProperties(
        Path data,
        Path policies,
        @DefaultValue List<String> regions,
        @DefaultValue("all") Role role,
        @DefaultValue("gatehouse.local") String logName,
        @Nullable String bootstrapKey,
        @DefaultValue FirstKey firstKey,
        @DefaultValue("false") boolean exampleLaw,
        @DefaultValue("true") boolean logRequests,
        @DefaultValue Facts facts,
        @DefaultValue Limits limits,
        @DefaultValue Policy policy,
        @DefaultValue Rights rights,
        @DefaultValue Failover failover,
        @DefaultValue Media media,
        @DefaultValue Webhooks webhooks,
        @DefaultValue Hma hma,
        @DefaultValue Moderations moderations,
        @DefaultValue Map<String, Classifier> classifiers,
        @DefaultValue Map<String, Exchange> exchanges,
        @DefaultValue Map<String, Scheduled> schedule,
        @DefaultValue Map<String, String> databaseAddresses) {
    /**
     * Who holds the first key, made at the start.
     *
     * @param country in which the holder sits; null when unsaid: then this is a trial, in which keys without a country are
     *     taken to sit beside the data they read
     * @param actor what the holder is: operator, platform, processor, auditor or authority
     */
    public record FirstKey(
            @Nullable String country,
            @DefaultValue("operator") String actor) {
        public FirstKey {
            country = country == null || country.isBlank() ? null : country;
        }
    }

    /**
     * What happens to people whose cell is down. By default they are refused until it is back.
     *
     * @param surfaces whose contents are sheltered meanwhile in the first healthy region of the home's {@code failover} list
     *     in {@code regions.yaml}, which is of the same jurisdiction; brought home afterwards
     */
    public record Failover(@DefaultValue List<String> surfaces) {
        public Failover {
            surfaces = List.copyOf(surfaces);
            for (var surface : surfaces)
                if (Surface.ofWireName(surface).isEmpty())
                    throw new IllegalArgumentException("gatehouse.failover.surfaces: no such surface: " + surface);
        }
    }

    /**
     * How pictures and videos are looked at.
     *
     * @param cage what must hold decoders: bubblewrap, limits-only, or auto for the stronger of the two that works. Without any,
     *     media are refused, unless this says none
     * @param waiting seconds of decoding that may wait in a region; uploads beyond are refused with 503
     * @param share of the processors that uploads and the looks at them may take while people screen, above 0; 1 never lets them wait
     * @param patience how long a screening waits for its media to be looked at; then it is decided without, by people
     * @param languages in which Tesseract reads what is written on pictures, by its names; auto is English where Tesseract is
     *     installed, off is none. When named ones cannot be read, every medium says so
     * @param classifier the file that describes a classifier of pictures; empty for none
     * @param classifierRuntime the jar of ONNX Runtime, which is not part of this program; wanted with a classifier
     */
    public record Media(
            @DefaultValue("auto") String cage,
            @DefaultValue("10m") Duration waiting,
            @DefaultValue("0.1") double share,
            @DefaultValue("1h") Duration patience,
            @DefaultValue("auto") List<String> languages,
            @DefaultValue("") String classifier,
            @DefaultValue("") String classifierRuntime) {
        private static final List<String> AUTO = List.of("auto");
        private static final List<String> OFF = List.of("off");

        public Media {
            languages = List.copyOf(languages);
            if (languages.isEmpty()) languages = OFF;
            if (!classifier.isEmpty() && !Files.isRegularFile(Path.of(classifierRuntime)))
                throw new IllegalArgumentException(
                        "gatehouse.media.classifier needs gatehouse.media.classifier-runtime, "
                                + "the jar of com.microsoft.onnxruntime:onnxruntime, not '" + classifierRuntime + "'");
            if (languages.size() > TextReading.MAX_LANGUAGES)
                throw new IllegalArgumentException("gatehouse.media.languages has at most " + TextReading.MAX_LANGUAGES
                        + ", not " + languages.size());
            for (String language : languages)
                if (!TextReading.LANGUAGE.matcher(language).matches())
                    throw new IllegalArgumentException(
                            "gatehouse.media.languages names Tesseract's languages, such as eng or deu, not "
                                    + language);
            if (patience.toMillis() < 100 || patience.compareTo(Duration.ofDays(7)) > 0)
                throw new IllegalArgumentException("gatehouse.media.patience must be from 100ms to 7d: " + patience);
            if (CageKind.wanted(cage).isEmpty())
                throw new IllegalArgumentException(
                        "gatehouse.media.cage must be auto, bubblewrap, limits-only or none: " + cage);
            if (!(share > 0 && share <= 1))
                throw new IllegalArgumentException("gatehouse.media.share must be above 0 and at most 1: " + share);
            if (waiting.toSeconds() < 1 || waiting.compareTo(Duration.ofDays(1)) > 0)
                throw new IllegalArgumentException("gatehouse.media.waiting must be from 1s to 1d: " + waiting);
        }

        /** What decoders do beside hashing. */
        public Senses senses() {
            if (classifier.isEmpty()) return Senses.reading(reading());
            return new Senses(
                    reading(), new Senses.Scoring(PictureModel.read(Path.of(classifier)), Path.of(classifierRuntime)));
        }

        /** Whether what is written is read, and by what. */
        public TextReading reading() {
            if (languages.equals(OFF)) return new TextReading.Off();
            return TextReading.find(languages.equals(AUTO) ? List.of("eng") : languages);
        }

        /** Whether it was asked for by name, so that a medium that was not read misses something. */
        public boolean mustRead() {
            return !languages.equals(AUTO) && !languages.equals(OFF);
        }

        /** Those that will do, the best one first. */
        public List<CageKind> kinds() {
            return CageKind.wanted(cage).orElseThrow();
        }
    }

    /**
     * How endpoints are told of decisions.
     *
     * @param allowedHosts names of hosts that may have private addresses, and need no TLS; none by default
     * @param timeout for connecting, and for each read of an answer
     * @param retries how long after a try that failed the next one follows; after the last the message is dead. Those of the
     *     Standard Webhooks specification by default
     */
    public record Webhooks(
            @DefaultValue List<String> allowedHosts,
            @DefaultValue("15s") Duration timeout,

            @DefaultValue({"5s", "5m", "30m", "2h", "5h", "10h", "14h", "20h", "24h"})
            List<Duration> retries) {
        private static final Duration LONGEST_TIMEOUT = Duration.ofSeconds(60);
        private static final int MOST_RETRIES = 50;

        public Webhooks {
            allowedHosts = List.copyOf(allowedHosts);
            retries = List.copyOf(retries);
            if (timeout.toMillis() < 100 || timeout.compareTo(LONGEST_TIMEOUT) > 0)
                throw new IllegalArgumentException("gatehouse.webhooks.timeout must be from 100ms to 60s: " + timeout);
            if (retries.size() > MOST_RETRIES || retries.stream().anyMatch(each -> each.isNegative()))
                throw new IllegalArgumentException("gatehouse.webhooks.retries must be at most " + MOST_RETRIES
                        + " times, none negative: " + retries);
            for (var host : allowedHosts)
                if (!host.matches("[a-z0-9.-]+"))
                    throw new IllegalArgumentException(
                            "gatehouse.webhooks.allowed-hosts must be host names in lower case: " + host);
        }
    }

    /**
     * The hash-matching API for review tools, under {@code /hma/}.
     *
     * @param legalBasis of banks that a tool makes, which cannot say one; null, and tools make none
     * @param owner of such banks
     * @param category of such banks
     * @param fetchOrigins from which pictures may be fetched to be hashed, {@code https://host[:port]}; none by default
     * @param fetchPrivate whether these may have addresses that are not public: where media lie in one's own network
     */
    public record Hma(
            @Nullable String legalBasis,
            @DefaultValue("review tool") String owner,
            @DefaultValue("other_illegal") String category,
            @DefaultValue List<String> fetchOrigins,
            @DefaultValue("false") boolean fetchPrivate) {
        public Hma {
            legalBasis = legalBasis == null || legalBasis.isBlank() ? null : legalBasis;
            if (Category.ofWireName(category).isEmpty())
                throw new IllegalArgumentException("gatehouse.hma.category must be one of "
                        + String.join(", ", Category.WIRE_NAMES) + ": " + category);
            fetchOrigins = origins("gatehouse.hma.fetch-origins", fetchOrigins);
        }
    }

    /** From which media may be fetched. */
    private static List<String> origins(String setting, List<String> origins) {
        for (var origin : origins)
            if (!origin.matches("https?://[a-z0-9.-]+(:[0-9]{1,5})?|https?://\\[[0-9a-f:]+](:[0-9]{1,5})?"))
                throw new IllegalArgumentException(setting + " must be http(s)://host[:port] in lower case: " + origin);
        return List.copyOf(origins);
    }

    /**
     * The moderation contract of others, {@code POST /v1/moderations}.
     *
     * @param fetchOrigins from which pictures may be fetched that a caller names by URL, {@code https://host[:port]}; none by
     *     default
     * @param fetchPrivate whether these may have addresses that are not public: where media lie in one's own network
     */
    public record Moderations(
            @DefaultValue List<String> fetchOrigins,
            @DefaultValue("false") boolean fetchPrivate) {
        public Moderations {
            fetchOrigins = origins("gatehouse.moderations.fetch-origins", fetchOrigins);
        }
    }

    /** How a classifier elsewhere is spoken with. */
    public enum ClassifierProtocol {
        GATEHOUSE,
        OPENAI
    }

    /**
     * A classifier of texts that somebody else runs. It is told the texts of messages, and nothing of who wrote them.
     *
     * @param url that is asked, and no other: redirects are not followed
     * @param region in which it runs, of the topology; empty where it is no region of the operator's
     * @param country where it is otherwise
     * @param recipient who runs it there, as {@code transfers.yaml} names them
     * @param instrument on which the transfer rests; empty where the country needs none
     * @param key sent as {@code Authorization: Bearer}; empty for none
     * @param timeout for the whole of one answer; the surface's deadline holds as well
     * @param inFlight messages that ask it at once; more are told that it was not asked
     * @param cached how long an answer stands for the same text
     */
    public record Classifier(
            URI url,
            @DefaultValue("gatehouse") ClassifierProtocol protocol,
            @DefaultValue("") String region,
            @DefaultValue("") String country,
            @DefaultValue("") String recipient,
            @DefaultValue("") String instrument,
            @DefaultValue("") String key,
            @DefaultValue("150ms") Duration timeout,
            @DefaultValue("32") int inFlight,
            @DefaultValue("10m") Duration cached) {
        private static final Duration LONGEST = Duration.ofSeconds(30);

        public Classifier {
            if (url == null || url.getHost() == null || url.getUserInfo() != null || !isHttp(url))
                throw new IllegalArgumentException("gatehouse.classifiers.<name>.url must be http(s)://host/path");
            boolean elsewhere = !country.isBlank() && !recipient.isBlank();
            if (region.isBlank() != elsewhere)
                throw new IllegalArgumentException("gatehouse.classifiers.<name> sits in a region of the topology,"
                        + " or in a country with a recipient of transfers.yaml: one of both");
            if (timeout.toMillis() < 1 || timeout.compareTo(LONGEST) > 0)
                throw new IllegalArgumentException(
                        "gatehouse.classifiers.<name>.timeout must be 1ms to 30s: " + timeout);
            if (inFlight < 1 || inFlight > 1_000)
                throw new IllegalArgumentException(
                        "gatehouse.classifiers.<name>.in-flight must be 1 to 1000: " + inFlight);
            if (cached.isNegative() || cached.compareTo(Duration.ofDays(1)) > 0)
                throw new IllegalArgumentException("gatehouse.classifiers.<name>.cached must be 0s to 1d: " + cached);
        }

        private static boolean isHttp(URI url) {
            return "https".equals(url.getScheme()) || "http".equals(url.getScheme());
        }

        /** Without the key: configurations end up in logs. */
        @Override
        public String toString() {
            return "Classifier[url=" + url + ", region=" + region + ", country=" + country + "]";
        }
    }

    /**
     * A hash list of another body. It belongs to one region: what is fetched stays there.
     *
     * @param type of the protocol: {@code ncmec}, {@code stopncii}, {@code threatexchange} or {@code tat}
     * @param bank of the region that holds what is fetched, and nothing else; made beforehand
     * @param url of the other side's API
     * @param credentials {@code user:password}, {@code fetch key,subscription key[,feedback key]}, or an access token
     * @param group the privacy group, for {@code threatexchange}
     * @param members only entries of these members, by their numbers; all by default
     * @param feedback whether what people say of matches is said back
     * @param recipient who hears it, as {@code transfers.yaml} names them
     * @param country where they are
     * @param instrument on which the transfer rests; empty where the country needs none
     * @param reason which of the other side's reasons a disputed match gets; empty where it has but one
     */
    public record Exchange(
            String type,
            String region,
            String bank,
            URI url,
            String credentials,
            @DefaultValue("") String group,
            @DefaultValue List<Long> members,
            @DefaultValue("false") boolean feedback,
            @DefaultValue("") String recipient,
            @DefaultValue("") String country,
            @DefaultValue("") String instrument,
            @DefaultValue("") String reason) {
        public Exchange {
            members = List.copyOf(members);
            require("type", type);
            require("region", region);
            require("bank", bank);
            require("credentials", credentials);
            if (url == null) throw new IllegalArgumentException("gatehouse.exchanges.<name>.url is missing");
            if (feedback && (recipient.isBlank() || country.isBlank()))
                throw new IllegalArgumentException(
                        "gatehouse.exchanges.<name>.feedback needs recipient and country: who is told, and where");
        }

        private static void require(String field, @Nullable String value) {
            if (value == null || value.isBlank())
                throw new IllegalArgumentException("gatehouse.exchanges.<name>." + field + " is missing");
        }

        /** Without the credentials: configurations end up in logs. */
        @Override
        public String toString() {
            return "Exchange[type=" + type + ", region=" + region + ", bank=" + bank + "]";
        }
    }

    /**
     * A job that is run again and again.
     *
     * @param every from the beginning of one run to that of the next; 0 where a job must not run that would by default
     * @param parameters of each run, as {@code ./gatehouse job run} takes them
     */
    public record Scheduled(
            // Left out by mistake it is refused, and not taken for 0.
            @DefaultValue("-1s") Duration every,
            @DefaultValue Map<String, String> parameters) {
        private static final Duration SHORTEST = Duration.ofMinutes(1);
        private static final Duration LONGEST = Duration.ofDays(366);

        public Scheduled {
            if (!every.isZero() && (every.compareTo(SHORTEST) < 0 || every.compareTo(LONGEST) > 0))
                throw new IllegalArgumentException("gatehouse.schedule.<job>.every must be 1m to 366d, or 0: " + every);
            parameters = Map.copyOf(parameters);
        }

        public boolean isOff() {
            return every.isZero();
        }
    }

    /** What one process is there for. */
    public enum Role {
        API,
        JOBS,
        ALL,
        /** Does parts of jobs beside a service of the same data directory; answers nobody. */
        WORKER
    }

    /** Who decides which policy version judges. */
    public enum PolicySource {
        /** The policy directory, until somebody publishes through the API; from then on the store. */
        AUTO,
        /** The policy directory, always: an edit is live as soon as it is sound. */
        FILES,
        /** The store, from the first start on, which takes the directory over. */
        STORE
    }

    /**
     * The life of policies.
     *
     * @param approvals by other people than its authors, before a version acts on anyone
     * @param shadowDays how long what versions in shadow concluded is kept
     */
    public record Policy(
            @DefaultValue("auto") PolicySource source,
            @DefaultValue("1") int approvals,
            @DefaultValue("30") int shadowDays) {
        /** Ten years: whoever wants shadow verdicts longer wants a backtest. */
        private static final int MOST_SHADOW_DAYS = 3_650;

        public Policy {
            if (shadowDays < 1 || shadowDays > MOST_SHADOW_DAYS)
                throw new IllegalArgumentException(
                        "gatehouse.policy.shadow-days must be 1 to " + MOST_SHADOW_DAYS + ": " + shadowDays);
            if (approvals < 0 || approvals > 5)
                throw new IllegalArgumentException("gatehouse.policy.approvals must be 0 to 5: " + approvals);
        }
    }

    /**
     * What people ask for.
     *
     * @param lookEvery how often erasures that wait are looked at again, and deadlines counted
     * @param backupsKeptDays how long the oldest backup of a cell is kept: the ledger of erasures outlives it. A backup that is
     *     older must not be restored
     */
    public record Rights(
            @DefaultValue("30s") Duration lookEvery,
            @DefaultValue("400") int backupsKeptDays) {
        /** Ten years. */
        private static final int MOST_DAYS = 3_650;

        public Rights {
            if (lookEvery.toMillis() < 100 || lookEvery.compareTo(Duration.ofHours(1)) > 0)
                throw new IllegalArgumentException("gatehouse.rights.look-every must be 100ms to 1h: " + lookEvery);
            if (backupsKeptDays < 1 || backupsKeptDays > MOST_DAYS)
                throw new IllegalArgumentException(
                        "gatehouse.rights.backups-kept-days must be 1 to " + MOST_DAYS + ": " + backupsKeptDays);
        }
    }

    /**
     * Where what is counted about authors and texts is kept. Labels and strikes are not here: they are in the person's cell.
     *
     * @param store {@code process} for one node; {@code valkey} for several, which then count together
     * @param url of the Valkey or Redis server, {@code redis://[user:password@]host[:port][/database]}; {@code rediss} for TLS
     * @param timeout for connecting and for each answer; after it the count is not known, and the rule says what follows
     */
    public record Facts(
            @DefaultValue("process") Store store,
            @DefaultValue("redis://localhost:6379") URI url,
            @DefaultValue("50ms") Duration timeout) {
        /** Longer, and messages would wait for a store that is down. */
        private static final Duration LONGEST_TIMEOUT = Duration.ofSeconds(2);

        public Facts {
            boolean isRedis = "redis".equals(url.getScheme()) || "rediss".equals(url.getScheme());
            if (!isRedis || url.getHost() == null)
                throw new IllegalArgumentException(
                        "gatehouse.facts.url must be redis://host:port or rediss://host:port");
            if (timeout.toMillis() < 1 || timeout.compareTo(LONGEST_TIMEOUT) > 0)
                throw new IllegalArgumentException("gatehouse.facts.timeout must be from 1ms to 2s: " + timeout);
        }

        /** What holds the counters. */
        public enum Store {
            PROCESS,
            VALKEY
        }

        /** Without the address, which may hold a password. */
        @Override
        public String toString() {
            return "Facts[store=" + store + ", timeout=" + timeout + "]";
        }
    }

    /**
     * How much is taken on at once; beyond it the answer is 429 or 503, never a hang.
     *
     * @param screeningsInFlight judged or being committed at one time; what waits beyond is refused with 503
     * @param perClientInFlight of one client; beyond is refused with 429, so that no client starves the others
     * @param mediaBytes of one picture or video that comes as a whole
     * @param uploadBytes of one that comes in parts
     * @param mediaInFlight uploads at one time: each holds a few MiB
     * @param connectionsPerCell to each cell's database
     */
    public record Limits(
            @DefaultValue("2048") int screeningsInFlight,
            @DefaultValue("1536") int perClientInFlight,
            @DefaultValue("268435456") long mediaBytes,
            @DefaultValue("2147483648") long uploadBytes,
            @DefaultValue("32") int mediaInFlight,
            @DefaultValue("6") int connectionsPerCell) {
        public Limits {
            requirePositive("screenings-in-flight", screeningsInFlight);
            requirePositive("per-client-in-flight", perClientInFlight);
            requirePositive("media-bytes", mediaBytes);
            requirePositive("upload-bytes", uploadBytes);
            requirePositive("media-in-flight", mediaInFlight);
            requirePositive("connections-per-cell", connectionsPerCell);
        }

        private static void requirePositive(String name, long value) {
            if (value < 1)
                throw new IllegalArgumentException("gatehouse.limits." + name + " must be at least 1: " + value);
        }
    }

    public GatehouseProperties {
        if (data == null) throw new IllegalArgumentException("gatehouse.data must name the data directory");
        if (policies == null) throw new IllegalArgumentException("gatehouse.policies must name the policy directory");
        if (Files.exists(data) && !Files.isDirectory(data))
            throw new IllegalArgumentException("gatehouse.data is no directory: " + data);
        if (!Files.isDirectory(policies))
            throw new IllegalArgumentException("gatehouse.policies is no directory: " + policies);
        if (!logName.matches("[a-z0-9.-]+"))
            throw new IllegalArgumentException(
                    "gatehouse.log-name must be lower-case letters, digits, dots and dashes: " + logName);
        regions = List.copyOf(regions);
        databaseAddresses = Map.copyOf(databaseAddresses);
        schedule = Map.copyOf(schedule);
        exchanges = Map.copyOf(exchanges);
        databaseAddresses.values().forEach(GatehouseProperties::address);
    }

    /** Through which the region's database is reached; empty for the server itself. */
    public Optional<InetSocketAddress> databaseAddress(String region) {
        return Optional.ofNullable(databaseAddresses.get(region)).map(GatehouseProperties::address);
    }

    private static InetSocketAddress address(String text) {
        int colon = text.lastIndexOf(':');
        if (colon < 1 || !text.substring(colon + 1).matches("[0-9]{1,5}"))
            throw new IllegalArgumentException("gatehouse.database-addresses must be host:port: " + text);
        return InetSocketAddress.createUnresolved(
                text.substring(0, colon), Integer.parseInt(text.substring(colon + 1)));
    }

    /** Without the bootstrap key: configurations end up in logs. */
    @Override
    public String toString() {
        return "GatehouseProperties[data=" + data + ", policies=" + policies + ", regions=" + regions + ", role=" + role
                + "]";
    }
}
