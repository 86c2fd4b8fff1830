package io.gatehouse.jobs;

import java.util.Collection;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.springframework.batch.infrastructure.item.Chunk;
import org.springframework.batch.infrastructure.item.ExecutionContext;
import org.springframework.batch.infrastructure.item.ItemStreamWriter;

/** Counts what the parts of one region leave out, and fails the part with which it becomes too much. Thread-safe. */
final class SkipCount {
    private final SkipLimit limit;
    private final long most;
    private final Map<String, Map<String, Long>> byPart = new ConcurrentHashMap<>();

    SkipCount(SkipLimit limit, long most) {
        this.limit = limit;
        this.most = most;
    }

    /** What another writes, counted at every chunk; a part that was over the limit before does not begin. */
    <O> ItemStreamWriter<O> watching(String part, ItemStreamWriter<O> writer) {
        if (!limit.skips()) return writer;
        return new ItemStreamWriter<>() {
            @Override
            public void open(ExecutionContext context) {
                writer.open(context);
                look(part, context);
            }

            @Override
            public void write(Chunk<? extends O> chunk) throws Exception {
                writer.write(chunk);
            }

            @Override
            public void update(ExecutionContext context) {
                writer.update(context);
                look(part, context);
            }

            @Override
            public void close() {
                writer.close();
            }
        };
    }

    private void look(String part, ExecutionContext context) {
        byPart.put(part, limit.skipped(context));
        SkipLimit.check(byPart.values(), most);
    }

    /** Of all parts, wherever they were done. */
    void check(Collection<ExecutionContext> parts) {
        SkipLimit.check(parts.stream().map(limit::skipped).toList(), most);
    }
}
