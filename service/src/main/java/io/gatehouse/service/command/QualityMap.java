package io.gatehouse.service.command;

import io.gatehouse.moderation.evaluation.EvaluationReport;
import io.gatehouse.moderation.evaluation.Quality;
import java.util.List;
import java.util.Locale;

/** Draws average precision as a map, SVG: a row a language, a column a category; the darker the better, empty where nothing was measured. */
final class QualityMap {
    private static final int CELL = 44;
    private static final int LEFT = 60;
    private static final int TOP = 150;

    private QualityMap() {}

    static String of(EvaluationReport report) {
        var measured = report.qualities().stream()
                .filter(q -> q.positives() > 0 && q.negatives() > 0)
                .toList();
        List<String> categories =
                measured.stream().map(Quality::category).distinct().toList();
        List<String> languages =
                measured.stream().map(Quality::language).distinct().sorted().toList();
        int width = LEFT + categories.size() * CELL + 90;
        int height = TOP + languages.size() * 22 + 20;
        var svg = new StringBuilder(format(
                "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 %d %d\" width=\"%d\" height=\"%d\""
                        + " font-family=\"DejaVu Sans, Helvetica, Arial, sans-serif\" font-size=\"11\" fill=\"#334155\">%n"
                        + "<rect width=\"100%%\" height=\"100%%\" fill=\"#ffffff\"/>%n",
                width, height, width, height));
        for (int i = 0; i < categories.size(); i++)
            svg.append(format(
                    "<text transform=\"translate(%d %d) rotate(-55)\">%s</text>%n",
                    LEFT + i * CELL + 20, TOP - 8, categories.get(i)));
        for (int i = 0; i < languages.size(); i++)
            svg.append(format(
                    "<text x=\"%d\" y=\"%d\" text-anchor=\"end\">%s</text>%n",
                    LEFT - 8, TOP + i * 22 + 15, languages.get(i)));
        for (var q : measured) cell(svg, q, categories.indexOf(q.category()), languages.indexOf(q.language()));
        return svg.append("</svg>\n").toString();
    }

    private static void cell(StringBuilder svg, Quality q, int column, int row) {
        double precision = q.averagePrecision().value();
        // From nearly white to a blue on which white is read well.
        int red = (int) Math.round(240 - 225 * precision);
        int green = (int) Math.round(249 - 174 * precision);
        int blue = (int) Math.round(255 - 90 * precision);
        svg.append(format(
                "<rect x=\"%d\" y=\"%d\" width=\"%d\" height=\"20\" fill=\"#%02x%02x%02x\"/>"
                        + "<text x=\"%d\" y=\"%d\" text-anchor=\"middle\" fill=\"%s\">%.2f</text>%n",
                LEFT + column * CELL,
                TOP + row * 22,
                CELL - 2,
                red,
                green,
                blue,
                LEFT + column * CELL + (CELL - 2) / 2,
                TOP + row * 22 + 14,
                precision > 0.55 ? "#ffffff" : "#334155",
                precision));
    }

    private static String format(String pattern, Object... values) {
        return String.format(Locale.ROOT, pattern, values);
    }
}
