package io.gatehouse.service.judging;

import io.gatehouse.moderation.language.LanguageIdentifier;
import io.gatehouse.moderation.language.NgramLanguageIdentifier;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

/** The language identifier that every version of this process shares: loading it takes a second, and no policy changes it. */
@Component
public final class LanguageModels {
    private @Nullable LanguageIdentifier loaded;

    /** Loads it at the first call. */
    public synchronized LanguageIdentifier identifier() {
        if (loaded == null) loaded = NgramLanguageIdentifier.load();
        return loaded;
    }
}
