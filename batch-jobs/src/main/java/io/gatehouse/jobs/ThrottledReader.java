package io.gatehouse.jobs;

import java.util.function.ToIntFunction;
import org.jspecify.annotations.Nullable;
import org.springframework.batch.infrastructure.item.ExecutionContext;
import org.springframework.batch.infrastructure.item.ItemStreamReader;

/** Hands out what another reads no faster than the run may go. */
final class ThrottledReader<I> implements ItemStreamReader<I> {
    private final ItemStreamReader<I> reader;
    private final ToIntFunction<I> weight;
    private final Throttle throttle;

    ThrottledReader(ItemStreamReader<I> reader, ToIntFunction<I> weight, Throttle throttle) {
        this.reader = reader;
        this.weight = weight;
        this.throttle = throttle;
    }

    @Override
    public void open(ExecutionContext context) {
        reader.open(context);
    }

    @Override
    public @Nullable I read() throws Exception {
        I item = reader.read();
        if (item != null) throttle.pass(weight.applyAsInt(item));
        return item;
    }

    @Override
    public void update(ExecutionContext context) {
        reader.update(context);
    }

    @Override
    public void close() {
        reader.close();
    }
}
