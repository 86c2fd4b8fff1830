package io.gatehouse.residency.sweep;

import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Optional;
import java.util.function.Function;

/** Pages one after another as one sequence; a page that is not full is the last. Not thread-safe. */
public final class Pages<T> implements Iterator<T> {
    private final int size;
    private final Function<Optional<T>, List<T>> page;
    private Iterator<T> current = List.<T>of().iterator();
    private Optional<T> last = Optional.empty();
    private boolean ended;

    /** @param page reads what follows the last of the page before; for empty, the first page */
    public Pages(int size, Function<Optional<T>, List<T>> page) {
        this.size = size;
        this.page = page;
    }

    @Override
    public boolean hasNext() {
        if (!current.hasNext() && !ended) {
            var next = page.apply(last);
            ended = next.size() < size;
            current = next.iterator();
        }
        return current.hasNext();
    }

    @Override
    public T next() {
        if (!hasNext()) throw new NoSuchElementException();
        T next = current.next();
        last = Optional.of(next);
        return next;
    }
}
