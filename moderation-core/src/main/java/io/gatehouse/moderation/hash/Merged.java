package io.gatehouse.moderation.hash;

import java.util.Comparator;
import java.util.Iterator;
import java.util.NoSuchElementException;
import org.jspecify.annotations.Nullable;

/** Two ascending sequences as one. */
final class Merged<T> implements Iterator<T> {
    private final Iterator<T> one;
    private final Iterator<T> other;
    private final Comparator<T> order;
    private @Nullable T nextOfOne;
    private @Nullable T nextOfOther;

    Merged(Iterator<T> one, Iterator<T> other, Comparator<T> order) {
        this.one = one;
        this.other = other;
        this.order = order;
        this.nextOfOne = next(one);
        this.nextOfOther = next(other);
    }

    private static <T> @Nullable T next(Iterator<T> from) {
        return from.hasNext() ? from.next() : null;
    }

    @Override
    public boolean hasNext() {
        return nextOfOne != null || nextOfOther != null;
    }

    @Override
    public T next() {
        var left = nextOfOne;
        var right = nextOfOther;
        if (left != null && (right == null || order.compare(left, right) <= 0)) {
            nextOfOne = next(one);
            return left;
        }
        if (right == null) throw new NoSuchElementException();
        nextOfOther = next(other);
        return right;
    }
}
