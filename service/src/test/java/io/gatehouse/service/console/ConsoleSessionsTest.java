package io.gatehouse.service.console;

import static org.assertj.core.api.Assertions.assertThat;

import io.gatehouse.service.access.KeyCheck;
import io.gatehouse.service.access.RecognisedKeys;
import java.security.SecureRandom;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class ConsoleSessionsTest {
    private static final Duration A_SECOND = Duration.ofSeconds(1);

    private final MovedClock clock = new MovedClock();
    private final ConsoleSessions sessions = new ConsoleSessions(clock, new SecureRandom());
    private final KeyCheck.Recognised key = RecognisedKeys.any();

    @Test
    void endsWhenNobodyDoesAnythingAndAPageThatRefreshesItselfIsNobody() {
        String token = sessions.begin(key);
        clock.move(ConsoleSessions.LONGEST_IDLE.minus(A_SECOND));
        assertThat(sessions.find(token, false)).isPresent();
        clock.move(A_SECOND);
        assertThat(sessions.find(token, false)).isEmpty();
    }

    @Test
    void goesOnWhileItIsUsedUntilTheDayIsOver() {
        String token = sessions.begin(key);
        var step = Duration.ofMinutes(20);
        for (var worked = step; worked.compareTo(ConsoleSessions.LONGEST) < 0; worked = worked.plus(step)) {
            clock.move(step);
            assertThat(sessions.find(token, true)).isPresent();
        }
        clock.move(step);
        assertThat(sessions.find(token, true)).isEmpty();
    }

    @Test
    void makesRoomForWhoeverSignsIn() {
        String oldest = sessions.begin(key);
        for (int i = 0; i < ConsoleSessions.MOST; i++) {
            clock.move(Duration.ofMillis(1));
            sessions.begin(key);
        }
        assertThat(sessions.count()).isEqualTo(ConsoleSessions.MOST);
        assertThat(sessions.find(oldest, true)).isEmpty();
    }

    @Test
    void anotherTokenOpensNothing() {
        sessions.begin(key);
        assertThat(sessions.find("", true)).isEmpty();
        assertThat(sessions.find(sessions.newToken(), true)).isEmpty();
    }
}
