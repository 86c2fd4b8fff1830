package io.gatehouse.service.media;

import io.gatehouse.moderation.decode.Wire;
import io.gatehouse.residency.cell.MediaLooks;
import io.gatehouse.residency.database.DatabaseBusyException;
import io.gatehouse.residency.database.DatabaseUnavailableException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Leave to look at some bytes while nobody else of the region does; renewed until it is closed. */
final class LookLease implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(LookLease.class);

    /** Three renewals: a database that starts anew in between takes nobody's lease. Whoever dies is taken over after so long. */
    static final Duration LASTS = Duration.ofSeconds(30);

    private static final Duration RENEWS_EVERY = LASTS.dividedBy(3);

    private final MediaLooks looks;
    private final String mediaId;
    private final String holder;
    private final CountDownLatch over = new CountDownLatch(1);

    private LookLease(MediaLooks looks, String mediaId, String holder) {
        this.looks = looks;
        this.mediaId = mediaId;
        this.holder = holder;
    }

    /** Empty when somebody else looks at the same bytes. */
    static Optional<LookLease> take(MediaLooks looks, String mediaId, String holder) {
        if (!looks.take(mediaId, Wire.DECODE_VERSION, holder, LASTS)) return Optional.empty();
        var lease = new LookLease(looks, mediaId, holder);
        Thread.ofVirtual().name("look-lease").start(lease::renew);
        return Optional.of(lease);
    }

    private void renew() {
        try {
            while (!over.await(RENEWS_EVERY.toMillis(), TimeUnit.MILLISECONDS)) {
                try {
                    if (looks.renew(mediaId, Wire.DECODE_VERSION, holder, LASTS)) continue;
                    // What is seen twice is the same, and stored once.
                    LOG.warn("somebody else looks at {} too: this process did not renew in time", mediaId);
                    return;
                } catch (DatabaseUnavailableException | DatabaseBusyException away) {
                    LOG.warn("the lease of {} is not renewed: {}", mediaId, away.getMessage());
                }
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        over.countDown();
        looks.release(mediaId, Wire.DECODE_VERSION, holder);
    }
}
