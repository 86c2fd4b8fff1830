package io.gatehouse.service.door;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import com.deque.html.axecore.playwright.AxeBuilder;
import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.assertions.LocatorAssertions;
import com.microsoft.playwright.options.AriaRole;
import com.microsoft.playwright.options.ColorScheme;
import com.microsoft.playwright.options.ReducedMotion;
import io.gatehouse.residency.database.Database;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledIf;

/** The console as people use it, in the machine's own Chromium. {@code -Dconsole.pictures=DIR} keeps a picture of each page. */
@DisabledIf(value = "isWithoutBrowser", disabledReason = "there is no Chromium on this machine")
class ConsolePagesTest {
    /** A region that other tests write little to. */
    private static final String REGION = "uk";

    private static final int MESSAGES = 30;

    /** Until a run of this test has ended. */
    private static final LocatorAssertions.ContainsTextOptions BY_THE_END =
            new LocatorAssertions.ContainsTextOptions().setTimeout(30_000);

    private static Chromium chromium;
    private static RunningGatehouse service;

    private final List<String> said = new ArrayList<>();
    private BrowserContext context;
    private Page page;

    static boolean isWithoutBrowser() {
        return Chromium.isMissing();
    }

    @BeforeAll
    static void start() {
        service = RunningGatehouse.shared();
        chromium = Chromium.start();
        for (int i = 0; i < MESSAGES; i++)
            assertThat(service.post("/v1/screenings", Screenings.from("GB")).status())
                    .isEqualTo(200);
    }

    @AfterAll
    static void stop() {
        chromium.close();
    }

    @BeforeEach
    void open() {
        open(new Browser.NewContextOptions().setTimezoneId("Europe/Berlin").setReducedMotion(ReducedMotion.REDUCE));
    }

    private void open(Browser.NewContextOptions options) {
        context = chromium.browser.newContext(options.setBaseURL(service.url("").toString()));
        page = context.newPage();
        page.setDefaultTimeout(15_000);
        // What a policy forbids, and what fails, is said here; a page that was refused is told as failed, too.
        page.onConsoleMessage(message -> {
            if (!message.text().startsWith("Failed to load resource")) said.add(message.text());
        });
        page.onPageError(said::add);
    }

    @AfterEach
    void nothingWasForbiddenAndNothingFailed() {
        context.close();
        assertThat(said).isEmpty();
    }

    private void signIn(String key) {
        page.navigate("/console");
        page.getByLabel("Key").fill(key);
        press("Sign in");
        assertThat(page.getByRole(AriaRole.HEADING, new Page.GetByRoleOptions().setLevel(1)))
                .hasText("Overview");
    }

    private void press(String button) {
        page.getByRole(
                        AriaRole.BUTTON,
                        new Page.GetByRoleOptions().setName(button).setExact(true))
                .click();
    }

    /** A rehearsal of a rescan that takes some seconds. */
    private void startSlowly(String messagesASecond) {
        page.navigate("/console/jobs/rescan");
        page.getByLabel("Region").selectOption(REGION);
        page.getByText("Pace and limits").click();
        page.getByLabel("Throttle").fill(messagesASecond);
        press("Run");
        page.waitForURL(Pattern.compile(".*/console/jobs/rescan/\\d+"));
    }

    private void picture(String name) {
        String directory = System.getProperty("console.pictures");
        if (directory == null) return;
        page.setViewportSize(1100, 800);
        for (var scheme : List.of(ColorScheme.LIGHT, ColorScheme.DARK)) {
            page.emulateMedia(new Page.EmulateMediaOptions().setColorScheme(scheme));
            shoot(Path.of(directory, name + "-" + scheme.name().toLowerCase(java.util.Locale.ROOT) + ".png"));
        }
        page.emulateMedia(new Page.EmulateMediaOptions().setColorScheme(ColorScheme.LIGHT));
        page.setViewportSize(375, 740);
        shoot(Path.of(directory, name + "-phone.png"));
        page.setViewportSize(1100, 800);
    }

    private void shoot(Path file) {
        page.screenshot(new Page.ScreenshotOptions().setPath(file).setFullPage(true));
    }

    @Test
    void aWrongKeyIsToldSoAndARightOneOpensTheOverview() {
        page.navigate("/console/jobs");
        assertThat(page.getByLabel("Key")).isFocused();
        picture("sign-in");
        page.getByLabel("Key").fill("gh_nobody_" + "x".repeat(43));
        page.keyboard().press("Enter");
        assertThat(page.getByRole(AriaRole.ALERT).filter(visible())).containsText("not known here");
        assertThat(page.getByLabel("Key")).hasValue("");
        page.getByLabel("Key").fill(RunningGatehouse.ADMIN_KEY);
        page.keyboard().press("Enter");
        page.waitForURL("**/console/jobs");
        assertThat(page.content()).doesNotContain(RunningGatehouse.ADMIN_KEY);
        press("Sign out");
        assertThat(page.getByLabel("Key")).isVisible();
    }

    private static com.microsoft.playwright.Locator.FilterOptions visible() {
        return new com.microsoft.playwright.Locator.FilterOptions().setVisible(true);
    }

    @Test
    void aRunIsSeenMovingToItsEndWithoutReloading() {
        signIn(RunningGatehouse.ADMIN_KEY);
        startSlowly("8");
        page.evaluate("() => { window.isTheSamePage = true; }");
        assertThat(page.locator("#live")).containsText("running");
        var bar = page.locator("progress");
        assertThat(bar).hasAttribute("value", Pattern.compile("[1-9]\\d*"));
        assertThat(page.locator("#live")).containsText("a second");
        assertThat(page.locator("#live")).containsText("left");
        picture("run-going-on");
        assertThat(page.locator("#live")).containsText("completed", BY_THE_END);
        assertThat(bar).hasCount(0);
        assertThat(page.locator("#live")).containsText("judged");
        assertThat((Boolean) page.evaluate("() => window.isTheSamePage === true"))
                .isTrue();
        assertThat(page.locator("#live").getAttribute("hx-trigger"))
                .as("a run that is over is asked for no more")
                .isNull();
        picture("run");
    }

    @Test
    void aFaultStandsAtItsFieldAndWhatWasTypedIsKept() {
        signIn(RunningGatehouse.ADMIN_KEY);
        page.navigate("/console/jobs/rescan");
        assertThat(page.getByLabel("Dry run")).isChecked();
        page.getByText("Pace and limits").click();
        page.getByLabel("Partitions").fill("many");
        press("Run");
        assertThat(page.locator("#help-partitions .fault")).containsText("Partitions must be 1 to 64");
        assertThat(page.locator("#help-region .fault")).containsText("must be given");
        assertThat(page.getByLabel("Partitions")).hasValue("many");
        assertThat(page.getByLabel("Partitions")).hasAttribute("aria-invalid", "true");
        assertThat(page.getByLabel("Partitions")).isVisible();
        picture("job-faults");
    }

    @Test
    void whatIsNoRehearsalIsAskedAboutOnceMore() {
        signIn(RunningGatehouse.ADMIN_KEY);
        page.navigate("/console/jobs/rescan");
        page.getByLabel("Region").selectOption(REGION);
        press("Run");
        assertThat(page.locator("#live")).containsText("Dry run: it writes nothing.");
        assertThat(page.locator("#live")).containsText("completed", BY_THE_END);

        page.navigate("/console/jobs/rescan");
        page.getByLabel("Region").selectOption(REGION);
        page.getByLabel("Dry run").uncheck();
        press("Run");
        assertThat(page.getByRole(AriaRole.HEADING, new Page.GetByRoleOptions().setLevel(1)))
                .containsText("in earnest?");
        picture("confirm");
        press("Back to the form");
        assertThat(page.getByLabel("Region")).hasValue(REGION);
        assertThat(page.getByLabel("Dry run")).not().isChecked();
        press("Run");
        press("Yes, run it");
        page.waitForURL(Pattern.compile(".*/console/jobs/rescan/\\d+"));
        assertThat(page.locator("#live")).containsText("completed", BY_THE_END);
        assertThat(page.locator("#live")).not().containsText("Dry run");
        page.navigate("/console/jobs/rescan");
        picture("job");
    }

    @Test
    void aRunIsStoppedAndRunsOn() {
        signIn(RunningGatehouse.ADMIN_KEY);
        startSlowly("2");
        press("Stop");
        assertThat(page.locator("#live")).containsText("stopped", BY_THE_END);
        press("Run on");
        assertThat(page.locator("#live")).containsText("running");
        press("Stop");
        assertThat(page.locator("#live")).containsText("stopped", BY_THE_END);
    }

    @Test
    void alertsStandOnTopAndLeadToTheJob() {
        var control = service.bean(Database.class);
        var _ = control.<Integer>transact(connection -> {
            try (var insert = connection.prepareStatement("INSERT INTO job_alert (job, kind, message, since, at, times)"
                    + " VALUES ('archive', 'job.failed', 'the region''s database did not answer', now(), now(), 3)"
                    + " ON CONFLICT DO NOTHING")) {
                return insert.executeUpdate();
            }
        });
        signIn(RunningGatehouse.ADMIN_KEY);
        assertThat(page.locator(".alerts")).containsText("The job archive failed");
        startSlowly("2");
        assertThat(page.locator("#live")).containsText("left");
        page.navigate("/console");
        assertThat(page.locator("#live progress")).hasCount(1);
        picture("overview");
        page.navigate("/console/jobs");
        assertThat(page.locator(".alerts")).containsText("did not answer");
        assertThat(page.locator("main h2").first()).hasText("What needs a look");
        assertThat(page.locator("#live progress")).hasCount(1);
        picture("jobs");
        page.locator(".alerts a").first().click();
        page.waitForURL(Pattern.compile(".*/console/jobs/archive.*"));
        page.navigate("/console/jobs/rescan");
        page.locator("#now").click();
        press("Stop");
        assertThat(page.locator("#live")).containsText("stopped", BY_THE_END);
        var _ = control.<Integer>transact(connection -> {
            try (var delete = connection.prepareStatement("DELETE FROM job_alert WHERE job = 'archive'")) {
                return delete.executeUpdate();
            }
        });
    }

    @Test
    void whoMayOnlyReadSeesNoForms() {
        signIn(service.keyWith("auditor"));
        page.navigate("/console/jobs/rescan");
        assertThat(page.getByRole(AriaRole.BUTTON)).hasCount(1);
        assertThat(page.getByRole(AriaRole.BUTTON)).hasText("Sign out");
        assertThat(page.locator("main")).containsText("not run them");
    }

    @Test
    void everythingWorksWithoutScripts() {
        context.close();
        open(new Browser.NewContextOptions().setJavaScriptEnabled(false));
        signIn(RunningGatehouse.ADMIN_KEY);
        startSlowly("8");
        assertThat(page.locator("#live")).containsText("UTC");
        assertThat(page.locator("noscript meta[http-equiv=refresh], head meta[http-equiv=refresh]"))
                .hasCount(1);
        press("Stop");
        for (int i = 0; i < 40 && !page.locator("#live").innerText().contains("stopped"); i++) {
            page.reload();
        }
        assertThat(page.locator("#live")).containsText("stopped", BY_THE_END);
    }

    @Test
    void timesAreInTheReadersZoneWithUtcBeside() {
        signIn(RunningGatehouse.ADMIN_KEY);
        page.navigate("/console/jobs/orphans");
        var time = page.locator("time").first();
        assertThat(time).hasAttribute("title", Pattern.compile(".* UTC"));
        assertThat(time).not().containsText("UTC");
    }

    @Test
    void everyPageIsReadableForEverybody() {
        var faults = new ArrayList<String>();
        signIn(RunningGatehouse.ADMIN_KEY);
        for (var scheme : List.of(ColorScheme.LIGHT, ColorScheme.DARK)) {
            page.emulateMedia(new Page.EmulateMediaOptions().setColorScheme(scheme));
            for (String path : List.of("/console", "/console/jobs", "/console/jobs/rescan", "/console/jobs/nothing")) {
                page.navigate(path);
                look(path + " " + scheme, faults);
            }
        }
        press("Sign out");
        look("sign-in", faults);
        assertThat(faults).isEmpty();
    }

    private void look(String what, List<String> faults) {
        var axe = new AxeBuilder(page);
        // By night only colours are others.
        if (what.endsWith("DARK")) axe = axe.withRules(List.of("color-contrast"));
        axe.analyze()
                .getViolations()
                .forEach(violation -> faults.add(what + ": " + violation.getId() + " "
                        + violation.getNodes().stream()
                                .map(node -> node.getHtml() + node.getFailureSummary())
                                .toList()));
        // Axe passes over some buttons: their contrast is computed here.
        page.querySelectorAll("button").forEach(button -> {
            double contrast = ((Number) button.evaluate(CONTRAST)).doubleValue();
            if (contrast < 4.5) faults.add(what + ": " + button.innerText() + " has contrast " + contrast);
        });
        page.setViewportSize(320, 700);
        if ((Boolean) page.evaluate("() => document.documentElement.scrollWidth > window.innerWidth"))
            faults.add(what + " does not fit 320 pixels, which are 200 % of a phone or 400 % of a desk");
        page.setViewportSize(1100, 800);
    }

    /** WCAG 2.2, relative luminance. */
    private static final String CONTRAST = """
        (element) => {
          const rgb = (text) => text.match(/[\\d.]+/g).map(Number);
          const light = (c) => { const [r, g, b] = c.slice(0, 3).map((v) => v / 255)
            .map((v) => v <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4);
            return 0.2126 * r + 0.7152 * g + 0.0722 * b; };
          let ground = element;
          while (ground && (rgb(getComputedStyle(ground).backgroundColor)[3] ?? 1) === 0) ground = ground.parentElement;
          const back = ground ? rgb(getComputedStyle(ground).backgroundColor) : [255, 255, 255];
          const [a, b] = [light(rgb(getComputedStyle(element).color)), light(back)].sort((x, y) => y - x);
          return (a + 0.05) / (b + 0.05);
        }
        """;
}
