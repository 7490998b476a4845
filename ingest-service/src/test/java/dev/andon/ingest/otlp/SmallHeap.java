package dev.andon.ingest.otlp;

import static dev.andon.ingest.otlp.OtlpSpans.span;

import dev.andon.ingest.body.Budget;
import dev.andon.ingest.body.Budgets;
import dev.andon.ingest.body.RefusalException;
import dev.andon.ingest.item.JsonItems;
import dev.andon.ingest.translation.Rejections;
import dev.andon.ingest.translation.SpanTranslator;
import dev.andon.ingest.workflow.NativeSpans;

/** A process with little memory that reads each kind of bomb, and says what became of it. Run by {@link SmallHeapTest}. */
final class SmallHeap {
    private static final int BODY = 16 << 20;
    private static final int MEMORY = 88 << 20;
    private static final int FIT = 400_000;
    private static final int MAX_SPANS = 200_000;
    private static final String SPAN =
            "{\"traceId\":\"%032x\",\"spanId\":\"%016x\",\"startTimeUnixNano\":\"%d\",\"endTimeUnixNano\":\"%d\",";
    private static final String NATIVE =
            "[{\"span_name\":\"a\",\"start_time\":1772366400000,\"duration_ms\":1,\"attributes\":{\"a\":[";

    private SmallHeap() {}

    /** Reads a body into the translator. */
    private interface Reader {
        void read(byte[] body, SpanTranslator target, Budget budget);
    }

    public static void main(String... args) {
        byte[] good = span(1, 1).build().toByteArray();
        run("spans", OtlpDecoder::read, Bombs.emptySpans(BODY / 2));
        run("resources", OtlpDecoder::read, Bombs.emptyResources(BODY / 6));
        run("resource attributes", OtlpDecoder::read, Bombs.resourceWith(BODY / 2));
        run("attributes", OtlpDecoder::read, Bombs.spanWith(good, 9, BODY / 2));
        run("events", OtlpDecoder::read, Bombs.spanWith(good, 11, BODY / 2));
        run("links", OtlpDecoder::read, Bombs.spanWith(good, 13, BODY / 2));
        run("events that fit", OtlpDecoder::read, Bombs.spanWith(good, 11, FIT));
        run("links that fit", OtlpDecoder::read, Bombs.spanWith(good, 13, FIT));
        json();
        natives();
    }

    private static void json() {
        String resource = "{\"resourceSpans\":[{\"scopeSpans\":[{\"spans\":[";
        String span = SPAN.formatted(1, 1, OtlpSpans.NOON, OtlpSpans.NOON);
        run("json spans", OtlpJsonReader::read, Bombs.json(resource, "{}", BODY / 3, "]}]}]}"));
        run(
                "json scopes",
                OtlpJsonReader::read,
                Bombs.json("{\"resourceSpans\":[{\"scopeSpans\":[", "{\"spans\":[]}", BODY / 13, "]}]}"));
        for (String list : new String[] {"attributes", "events", "links"}) {
            byte[] body = Bombs.json(resource + span + "\"" + list + "\":[", "{}", BODY / 3, "]}]}]}]}");
            run("json " + list, OtlpJsonReader::read, body);
            body = Bombs.json(resource + span + "\"" + list + "\":[", "{}", FIT, "]}]}]}]}");
            run("json " + list + " that fit", OtlpJsonReader::read, body);
        }
    }

    private static void natives() {
        Reader array = (body, target, budget) -> {
            JsonItems items = new JsonItems(budget, new NativeSpans(target));
            items.read(body, false);
            items.report().errors().forEach(error -> target.reject(error.detail()));
        };
        run("native spans", array, Bombs.json("[", "{}", BODY / 6, "]"));
        run("native values", array, Bombs.json(NATIVE, "{}", BODY / 6, "]}}]"));
        run("native texts", array, Bombs.json(NATIVE, "\"\"", BODY / 6, "]}}]"));
    }

    private static void run(String name, Reader reader, byte[] body) {
        Budget budget = Budgets.of(MEMORY, MAX_SPANS);
        Rejections rejections = new Rejections();
        SpanTranslator target = new SpanTranslator(body.length, rejections, budget);
        try {
            budget.take(body.length);
            reader.read(body, target, budget);
            System.out.println(name + ": " + target.count() + " rows, " + rejections.message());
        } catch (RefusalException refused) {
            System.out.println(name + ": " + refused.refusal().status() + " " + refused.getMessage());
        } catch (OutOfMemoryError full) {
            System.out.println(name + ": out of memory");
        }
    }
}
