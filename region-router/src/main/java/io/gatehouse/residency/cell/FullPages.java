package io.gatehouse.residency.cell;

import java.util.ArrayList;
import java.util.List;
import java.util.function.ToLongFunction;

/** People whose contents fill a page together: a transaction costs nearly the same for few contents as for many. */
public final class FullPages {
    private FullPages() {}

    /**
     * @param size contents that are to come of each; those without any are left out
     * @param page contents at once
     * @return in the same order; whoever has more than a page stands alone
     */
    public static <T> List<List<T>> of(List<T> people, ToLongFunction<T> size, int page) {
        var pages = new ArrayList<List<T>>();
        var gathered = new ArrayList<T>();
        long contents = 0;
        for (var each : people) {
            long more = size.applyAsLong(each);
            if (more == 0) continue;
            if (!gathered.isEmpty() && contents + more > page) {
                pages.add(List.copyOf(gathered));
                gathered.clear();
                contents = 0;
            }
            gathered.add(each);
            contents += more;
        }
        if (!gathered.isEmpty()) pages.add(List.copyOf(gathered));
        return pages;
    }
}
