package io.gatehouse.residency.cell;

import io.gatehouse.residency.database.Database;
import java.time.Duration;

/**
 * Who looks at which bytes: one process of the cell at a time, whoever stored them, until it is done or its lease is over. Time is the
 * database's, so that clocks of processes do not matter. Thread-safe; throws {@link
 * io.gatehouse.residency.database.DatabaseUnavailableException} when the database is away, and a retry is safe.
 */
public final class MediaLooks {
    /** Somebody else's lease that is over is taken over; one's own is taken again. */
    private static final String TAKE = """
        INSERT INTO media_look AS l (digest_ref, version, media_id, holder, until)
        SELECT m.digest_ref, ?, m.media_id, ?, now() + make_interval(secs => ?) FROM media m WHERE m.media_id = ?
          FOR KEY SHARE
        ON CONFLICT (digest_ref, version) DO UPDATE
          SET media_id = excluded.media_id, holder = excluded.holder, until = excluded.until, since = excluded.since
          WHERE l.until <= now() OR l.holder = excluded.holder\
        """;

    private static final String RENEW = """
        UPDATE media_look SET until = now() + make_interval(secs => ?) WHERE media_id = ? AND version = ? AND holder = ?\
        """;
    /** And what nobody came back to: its holder died, and its media are gone. */
    private static final String RELEASE = """
        DELETE FROM media_look WHERE (media_id = ? AND version = ? AND holder = ?) OR until < now() - interval '1 day'\
        """;

    private final Database database;

    MediaLooks(Database database) {
        this.database = database;
    }

    /**
     * @param holder names the process that looks
     * @return false when another one looks at these bytes, or the media are not here any more
     */
    public boolean take(String mediaId, int version, String holder, Duration lasts) {
        return database.transact(connection -> {
            try (var insert = connection.prepareStatement(TAKE)) {
                insert.setInt(1, version);
                insert.setString(2, holder);
                insert.setDouble(3, seconds(lasts));
                insert.setString(4, mediaId);
                return insert.executeUpdate() > 0;
            }
        });
    }

    /** @return false when somebody took it over: both look, and what they see is the same */
    public boolean renew(String mediaId, int version, String holder, Duration lasts) {
        return database.transact(connection -> {
            try (var update = connection.prepareStatement(RENEW)) {
                update.setDouble(1, seconds(lasts));
                update.setString(2, mediaId);
                update.setInt(3, version);
                update.setString(4, holder);
                return update.executeUpdate() > 0;
            }
        });
    }

    /** To be called after what was seen is stored, so that whoever comes next finds it. */
    public void release(String mediaId, int version, String holder) {
        database.transact(connection -> {
            try (var delete = connection.prepareStatement(RELEASE)) {
                delete.setString(1, mediaId);
                delete.setInt(2, version);
                delete.setString(3, holder);
                return delete.executeUpdate();
            }
        });
    }

    private static double seconds(Duration lasts) {
        return lasts.toMillis() / 1000.0;
    }
}
