package io.gatehouse.service.command;

import io.gatehouse.moderation.evaluation.Evaluation;
import io.gatehouse.moderation.evaluation.EvaluationReport;
import io.gatehouse.moderation.evaluation.Quality;
import java.util.List;
import java.util.Locale;

/**
 * Draws an evaluation as SVG: a row a category, on the left precision over recall, on the right how often the category
 * was present over the score given (on the diagonal a score is a probability). SVG needs no fonts or screen here.
 */
final class QualityPicture {
    private static final int PANEL = 200;
    private static final int LEFT = 60;
    private static final int ROW = PANEL + 70;
    private static final int WIDTH = 2 * (PANEL + LEFT) + 60;

    private QualityPicture() {}

    static String of(EvaluationReport report) {
        List<Quality> rows = report.qualities().stream()
                .filter(q -> q.language().equals(Evaluation.ALL) && q.positives() > 0 && q.negatives() > 0)
                .toList();
        int height = Math.max(rows.size(), 1) * ROW + 40;
        var svg = new StringBuilder(format(
                "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 %d %d\" width=\"%d\" height=\"%d\""
                        + " font-family=\"DejaVu Sans, Helvetica, Arial, sans-serif\" font-size=\"11\" fill=\"#334155\">%n"
                        + "<rect width=\"100%%\" height=\"100%%\" fill=\"#ffffff\"/>%n",
                WIDTH, height, WIDTH, height));
        if (rows.isEmpty()) svg.append(text(20, 30, "Nothing to draw: no category has texts with it and without it."));
        for (int i = 0; i < rows.size(); i++) {
            int top = 40 + i * ROW;
            curve(svg, rows.get(i), LEFT, top);
            calibration(svg, rows.get(i), 2 * LEFT + PANEL + 20, top);
        }
        return svg.append("</svg>\n").toString();
    }

    private static void curve(StringBuilder svg, Quality q, int left, int top) {
        String title = format(
                "%s: average precision %.3f", q.category(), q.averagePrecision().value());
        frame(svg, left, top, title, "recall", "precision");
        var line = new StringBuilder();
        for (Quality.Point p : q.curve()) line.append(format("%.1f,%.1f ", x(left, p.recall()), y(top, p.precision())));
        svg.append(format("<polyline points=\"%s\" fill=\"none\" stroke=\"#0369a1\" stroke-width=\"2\"/>%n", line));
    }

    private static void calibration(StringBuilder svg, Quality q, int left, int top) {
        frame(svg, left, top, format("calibration error %.3f", q.calibrationError()), "score given", "share present");
        svg.append(format(
                "<line x1=\"%d\" y1=\"%d\" x2=\"%d\" y2=\"%d\" stroke=\"#cbd5e1\" stroke-dasharray=\"4 3\"/>%n",
                left, top + PANEL, left + PANEL, top));
        for (Quality.Bin bin : q.reliability())
            if (bin.texts() > 0)
                svg.append(format(
                        "<circle cx=\"%.1f\" cy=\"%.1f\" r=\"4\" fill=\"#c2410c\"><title>%,d texts</title></circle>%n",
                        x(left, bin.meanScore()), y(top, bin.presentRate()), bin.texts()));
    }

    private static void frame(StringBuilder svg, int left, int top, String title, String across, String up) {
        svg.append(format(
                "<rect x=\"%d\" y=\"%d\" width=\"%d\" height=\"%d\" fill=\"#f8fafc\" stroke=\"#94a3b8\"/>%n",
                left, top, PANEL, PANEL));
        svg.append(format("<text x=\"%d\" y=\"%d\" font-weight=\"700\">%s</text>%n", left, top - 8, title));
        for (double tick : new double[] {0, 0.5, 1}) {
            svg.append(format(
                    "<text x=\"%.1f\" y=\"%d\" text-anchor=\"middle\">%.1f</text>%n",
                    x(left, tick), top + PANEL + 15, tick));
            svg.append(format(
                    "<text x=\"%d\" y=\"%.1f\" text-anchor=\"end\">%.1f</text>%n", left - 6, y(top, tick) + 4, tick));
        }
        svg.append(format(
                "<text x=\"%d\" y=\"%d\" text-anchor=\"middle\">%s</text>%n",
                left + PANEL / 2, top + PANEL + 30, across));
        svg.append(format(
                "<text x=\"%d\" y=\"%d\" text-anchor=\"middle\" transform=\"rotate(-90 %d %d)\">%s</text>%n",
                left - 34, top + PANEL / 2, left - 34, top + PANEL / 2, up));
    }

    private static double x(int left, double share) {
        return left + share * PANEL;
    }

    private static double y(int top, double share) {
        return top + PANEL - share * PANEL;
    }

    private static String text(int x, int y, String words) {
        return format("<text x=\"%d\" y=\"%d\">%s</text>%n", x, y, words);
    }

    private static String format(String pattern, Object... values) {
        return String.format(Locale.ROOT, pattern, values);
    }
}
