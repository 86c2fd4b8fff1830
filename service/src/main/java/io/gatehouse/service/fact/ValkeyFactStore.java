package io.gatehouse.service.fact;

import io.gatehouse.moderation.fact.FactSeries;
import io.gatehouse.residency.region.RegionId;
import java.net.URI;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;
import redis.clients.jedis.ConnectionPoolConfig;
import redis.clients.jedis.DefaultJedisClientConfig;
import redis.clients.jedis.HostAndPort;
import redis.clients.jedis.JedisPooled;
import redis.clients.jedis.exceptions.JedisException;
import redis.clients.jedis.exceptions.JedisNoScriptException;
import redis.clients.jedis.params.ScanParams;
import redis.clients.jedis.util.JedisURIHelper;

/**
 * Counters that many nodes share: sorted sets on Valkey, or Redis from 6.2 on. One script, and one round trip, a content.
 * Names are keyed digests and members are numbers: nothing there is about a person that is not in the key's holder's hands.
 */
final class ValkeyFactStore implements FactStore {
    /** After a failure nobody is kept waiting for a while: a store that is down costs one caller a second, not all of them. */
    static final Duration PAUSE = Duration.ofSeconds(1);

    /** Keys looked at in one go while all are gone through: a millisecond of the server's time. */
    private static final int SCANNED_AT_ONCE = 1_000;

    /** Enough for some ten thousand contents a second at a millisecond each. */
    private static final int CONNECTIONS = 32;

    // For each set: how long it is kept, how many members, the members, how many windows, the windows. A member's last
    // digit says in how many samples it stays: last, because members of one time are pushed out in alphabetical order.
    // What is pushed out of a full set goes on as in RecentMembers: to set.1, a
    // sample of half, from there to set.2, and so on.
    private static final String SCRIPT = """
        local now, exact, samples, most = tonumber(ARGV[1]), tonumber(ARGV[2]), tonumber(ARGV[3]), tonumber(ARGV[4])
        local at, answers = 5, {}
        for _, set in ipairs(KEYS) do
          local kept, n = tonumber(ARGV[at]), tonumber(ARGV[at + 1])
          at = at + 2
          if n > 0 then
            for i = at, at + n - 1 do redis.call('ZADD', set, 'GT', now, ARGV[i]) end
            redis.call('ZREMRANGEBYSCORE', set, '-inf', now - kept)
            local size = redis.call('ZCARD', set)
            if size >= exact then
              for i = at, at + n - 1 do
                for k = 1, tonumber(string.sub(ARGV[i], -1)) do redis.call('ZREM', set .. '.' .. k, ARGV[i]) end
              end
            end
            local full, k = set, 0
            while size > exact do
              local pushed = redis.call('ZPOPMIN', full, size - exact)
              k = k + 1
              if k > samples then break end
              full = set .. '.' .. k
              for i = 1, #pushed, 2 do
                if tonumber(string.sub(pushed[i], -1)) >= k then redis.call('ZADD', full, pushed[i + 1], pushed[i]) end
              end
              redis.call('ZREMRANGEBYSCORE', full, '-inf', now - kept)
              redis.call('PEXPIRE', full, kept)
              size = redis.call('ZCARD', full)
            end
            redis.call('PEXPIRE', set, kept)
          end
          at = at + n
          local m = tonumber(ARGV[at])
          for i = at + 1, at + m do
            local since = '(' .. (now - tonumber(ARGV[i]))
            local counted = redis.call('ZCOUNT', set, since, '+inf')
            local all, k, weight = counted, 0, 1
            while counted >= exact and k < samples do
              k, weight = k + 1, weight * 2
              counted = redis.call('ZCOUNT', set .. '.' .. k, since, '+inf')
              all = all + weight * counted
            end
            answers[#answers + 1] = math.min(all, most)
          end
          at = at + m + 1
        end
        return answers
        """;

    private final JedisPooled client;
    private volatile String sha = "";
    private volatile long silentUntil = Long.MIN_VALUE;

    private ValkeyFactStore(JedisPooled client) {
        this.client = client;
    }

    /**
     * @param url {@code redis://[user:password@]host[:port][/database]}, or {@code rediss} for TLS. It need not answer yet
     * @param timeout for connecting, and for each answer
     */
    static ValkeyFactStore open(URI url, Duration timeout) {
        var pool = new ConnectionPoolConfig();
        pool.setMaxTotal(CONNECTIONS);
        pool.setMaxIdle(CONNECTIONS);
        pool.setMaxWait(timeout);
        int millis = Math.toIntExact(timeout.toMillis());
        var settings = DefaultJedisClientConfig.builder()
                .connectionTimeoutMillis(millis)
                .socketTimeoutMillis(millis)
                .user(JedisURIHelper.getUser(url))
                .password(JedisURIHelper.getPassword(url))
                .database(JedisURIHelper.getDBIndex(url))
                .ssl(JedisURIHelper.isRedisSSLScheme(url))
                .clientName("gatehouse")
                .build();
        HostAndPort address = JedisURIHelper.getHostAndPort(url);
        return new ValkeyFactStore(new JedisPooled(address, settings, pool));
    }

    /** What one set is told and asked. */
    private record Work(List<Long> members, List<Integer> questions) {
        Work() {
            this(new ArrayList<>(2), new ArrayList<>(2));
        }
    }

    @Override
    public List<Long> addAndCount(RegionId cell, List<Addition> additions, List<Question> questions, Instant now) {
        if (additions.isEmpty() && questions.isEmpty()) return List.of();
        if (System.nanoTime() - silentUntil < 0 && silentUntil != Long.MIN_VALUE)
            throw new FactStoreUnavailableException(
                    "the store of counters failed a moment ago", new JedisException("paused"));
        Map<SetName, Work> bySet = new LinkedHashMap<>();
        for (Addition addition : additions)
            bySet.computeIfAbsent(addition.set(), _ -> new Work()).members.add(addition.member());
        for (int i = 0; i < questions.size(); i++)
            bySet.computeIfAbsent(questions.get(i).set(), _ -> new Work())
                    .questions
                    .add(i);
        var keys = new ArrayList<String>(bySet.size());
        var arguments = new ArrayList<String>();
        var order = new ArrayList<Integer>(questions.size());
        arguments.add(Long.toString(now.toEpochMilli()));
        arguments.add(Integer.toString(FactSeries.EXACT));
        arguments.add(Integer.toString(FactSeries.SAMPLES));
        arguments.add(Integer.toString(FactSeries.MOST));
        bySet.forEach((set, work) -> {
            keys.add(name(cell, set));
            arguments.add(Long.toString(set.keptFor().toMillis()));
            arguments.add(Integer.toString(work.members.size()));
            work.members.forEach(member -> arguments.add(written(member)));
            arguments.add(Integer.toString(work.questions.size()));
            for (int i : work.questions) {
                arguments.add(Long.toString(questions.get(i).window().toMillis()));
                order.add(i);
            }
        });
        var told = run(keys, arguments);
        var answers = new Long[questions.size()];
        for (int i = 0; i < order.size(); i++) answers[order.get(i)] = (Long) told.get(i);
        return Arrays.asList(answers);
    }

    @Override
    public void forget(RegionId cell, List<SetName> sets, long member) {
        try {
            for (var set : sets)
                for (int sample = 0; sample <= FactSeries.SAMPLES; sample++)
                    client.del(sampleOf(name(cell, set), sample));
            everySet(cell, keys -> {
                try (var pipeline = client.pipelined()) {
                    for (var key : keys) pipeline.zrem(key, written(member));
                }
                return false;
            });
        } catch (JedisException failure) {
            throw new FactStoreUnavailableException("the store of counters does not answer", failure);
        }
    }

    @Override
    public boolean remembers(RegionId cell, List<SetName> sets, long member) {
        try {
            for (var set : sets)
                for (int sample = 0; sample <= FactSeries.SAMPLES; sample++)
                    if (client.exists(sampleOf(name(cell, set), sample))) return true;
            return everySet(cell, keys -> {
                for (var key : keys) if (client.zscore(key, written(member)) != null) return true;
                return false;
            });
        } catch (JedisException failure) {
            throw new FactStoreUnavailableException("the store of counters does not answer", failure);
        }
    }

    /** Goes through all sets of a cell until {@code found} says yes. Slow beside a count, and rare. */
    private boolean everySet(RegionId cell, Predicate<List<String>> found) {
        var wanted =
                new ScanParams().match("gatehouse:{" + cell.value() + "}:*").count(SCANNED_AT_ONCE);
        var cursor = ScanParams.SCAN_POINTER_START;
        do {
            var page = client.scan(cursor, wanted);
            if (!page.getResult().isEmpty() && found.test(page.getResult())) return true;
            cursor = page.getCursor();
        } while (!cursor.equals(ScanParams.SCAN_POINTER_START));
        return false;
    }

    private static String sampleOf(String set, int sample) {
        return sample == 0 ? set : set + '.' + sample;
    }

    private List<?> run(List<String> keys, List<String> arguments) {
        try {
            if (sha.isEmpty()) sha = client.scriptLoad(SCRIPT);
            try {
                return (List<?>) client.evalsha(sha, keys, arguments);
            } catch (JedisNoScriptException restarted) {
                sha = client.scriptLoad(SCRIPT);
                return (List<?>) client.evalsha(sha, keys, arguments);
            }
        } catch (JedisException failure) {
            silentUntil = System.nanoTime() + PAUSE.toNanos();
            throw new FactStoreUnavailableException("the store of counters does not answer", failure);
        }
    }

    private static String written(long member) {
        return Long.toString(member, Character.MAX_RADIX) + FactSeries.samplesOf(member);
    }

    /** The braces keep a cell's sets on one node of a cluster, where one script may touch them all. */
    private static String name(RegionId cell, SetName set) {
        byte[] digest = ByteBuffer.allocate(2 * Long.BYTES + Integer.BYTES)
                .putLong(set.high())
                .putLong(set.low())
                .putInt(Math.toIntExact(set.keptFor().toSeconds()))
                .array();
        return "gatehouse:{" + cell.value() + "}:"
                + Base64.getUrlEncoder().withoutPadding().encodeToString(digest);
    }

    @Override
    public void close() {
        client.close();
    }
}
