package io.gatehouse.service.portability;

import io.gatehouse.residency.cell.StoredMedia;
import io.gatehouse.residency.media.OpeningStream;
import io.gatehouse.residency.store.ObjectKey;
import io.gatehouse.service.problem.ProblemException;
import io.gatehouse.service.problem.ProblemType;
import io.gatehouse.service.region.ServedRegion;
import jakarta.servlet.http.HttpServletResponse;
import java.io.IOException;
import java.io.InputStream;

/** Media as they were sent, opened in memory on their way out. Whether they may go is asked before. */
public final class MediaDownload {
    private MediaDownload() {}

    /** @throws ProblemException not found, once their owner is erased */
    public static void send(ServedRegion region, StoredMedia media, HttpServletResponse response) throws IOException {
        var key = region.cell().reader().personKey(media.account()).orElseThrow(MediaDownload::nothing);
        InputStream sealed =
                region.store().get(new ObjectKey(media.objectKey())).orElseThrow(MediaDownload::nothing);
        // Never shown by a browser: the bytes are whatever somebody once sent.
        response.setContentType("application/octet-stream");
        response.setHeader("Content-Disposition", "attachment; filename=\"media\"");
        response.setHeader("X-Content-Type-Options", "nosniff");
        response.setContentLengthLong(media.sizeBytes());
        try (var plain = new OpeningStream(sealed, key, media.mediaId())) {
            plain.transferTo(response.getOutputStream());
        }
    }

    public static ProblemException nothing() {
        return new ProblemException(ProblemType.NOT_FOUND, "There are no such media for this account.");
    }
}
