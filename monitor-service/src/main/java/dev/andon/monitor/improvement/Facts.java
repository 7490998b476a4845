package dev.andon.monitor.improvement;

import io.vertx.core.json.JsonObject;

/** A JSON object whose values may be missing or of another type than expected: both read as null. */
record Facts(JsonObject values) {

    static Facts of(Object value) {
        return new Facts(value instanceof JsonObject object ? object : new JsonObject());
    }

    Facts part(String name) {
        return of(values.getValue(name));
    }

    Double number(String name) {
        return values.getValue(name) instanceof Number number ? (Double) number.doubleValue() : null;
    }

    Long whole(String name) {
        return values.getValue(name) instanceof Number number ? (Long) number.longValue() : null;
    }
}
