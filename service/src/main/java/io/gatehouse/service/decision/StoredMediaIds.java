package io.gatehouse.service.decision;

import io.gatehouse.service.placement.ShownMedia;
import java.util.List;
import org.springframework.stereotype.Component;

/** Reads them from content as its cell keeps it. */
@Component
final class StoredMediaIds implements ShownMedia {
    @Override
    public List<String> of(byte[] storedContent) {
        return StoredContent.mediaOf(storedContent);
    }
}
