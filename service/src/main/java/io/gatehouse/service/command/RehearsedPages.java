package io.gatehouse.service.command;

import java.io.IOException;
import java.net.CookieManager;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.regex.Pattern;

/** Signs in to the console and looks at its pages once, so that what they need is in the start-up cache, too. */
final class RehearsedPages {
    private static final Pattern TOKEN = Pattern.compile("name=\"form_token\" value=\"([^\"]+)\"");

    private RehearsedPages() {}

    static void look(URI service, String key) throws IOException, InterruptedException {
        try (var http = HttpClient.newBuilder()
                .cookieHandler(new CookieManager())
                .followRedirects(HttpClient.Redirect.NORMAL)
                .build()) {
            var form = TOKEN.matcher(get(http, service.resolve("/console/sign-in")));
            if (!form.find()) throw new IllegalStateException("the console asks for no key");
            String body = "form_token=" + form.group(1) + "&key=" + URLEncoder.encode(key, StandardCharsets.UTF_8);
            checked(http.send(
                    HttpRequest.newBuilder(service.resolve("/console/sign-in"))
                            .header("Content-Type", "application/x-www-form-urlencoded")
                            .POST(HttpRequest.BodyPublishers.ofString(body))
                            .build(),
                    HttpResponse.BodyHandlers.ofString()));
            for (String page : List.of("/console/jobs", "/console/jobs/rescan")) get(http, service.resolve(page));
        }
    }

    private static String get(HttpClient http, URI page) throws IOException, InterruptedException {
        return checked(http.send(HttpRequest.newBuilder(page).build(), HttpResponse.BodyHandlers.ofString()));
    }

    private static String checked(HttpResponse<String> answer) {
        if (answer.statusCode() != 200)
            throw new IllegalStateException("the console answered " + answer.statusCode() + " for " + answer.uri());
        return answer.body();
    }
}
