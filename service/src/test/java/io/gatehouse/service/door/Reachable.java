package io.gatehouse.service.door;

import java.lang.reflect.Array;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Collections;
import java.util.Deque;
import java.util.IdentityHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BiConsumer;

/** Everything that objects of ours hold on to: fields of our own classes, what is in collections and caches, arrays. */
final class Reachable {
    /** Far above what a service just used holds; a walk that ends here has seen too little, and says so. */
    private static final int MAX_OBJECTS = 20_000_000;

    private final BiConsumer<String, Object> found;
    private final Set<Object> seen = Collections.newSetFromMap(new IdentityHashMap<>());
    private final Deque<Step> open = new ArrayDeque<>();

    private record Step(String path, Object object) {}

    /** @param found told of every string, byte array and record of ours, and of the way to it */
    Reachable(BiConsumer<String, Object> found) {
        this.found = found;
    }

    /** @return how many objects were seen */
    int from(String name, Object root) {
        push(name, root);
        while (!open.isEmpty()) {
            if (seen.size() > MAX_OBJECTS) throw new IllegalStateException("more objects than can be looked at");
            var step = open.poll();
            look(step.path(), step.object());
        }
        return seen.size();
    }

    private void push(String path, Object object) {
        if (object != null && seen.add(object)) open.add(new Step(path, object));
    }

    private void look(String path, Object object) {
        switch (object) {
            case String _, byte[] _ -> found.accept(path, object);
            case Map<?, ?> map ->
                map.forEach((key, value) -> {
                    push(path + "{key}", key);
                    push(path + "{value}", value);
                });
            case com.github.benmanes.caffeine.cache.Cache<?, ?> cache -> push(path, cache.asMap());
            case Collection<?> items -> items.forEach(item -> push(path + "[]", item));
            case Optional<?> optional -> optional.ifPresent(value -> push(path, value));
            case AtomicReference<?> reference -> push(path, reference.get());
            case ThreadPoolExecutor executor -> push(path + ".queue", executor.getQueue());
            case Object[] array -> {
                for (int i = 0; i < Array.getLength(array); i++) push(path + "[]", Array.get(array, i));
            }
            default -> lookIntoOurs(path, object);
        }
    }

    private void lookIntoOurs(String path, Object object) {
        if (!object.getClass().getName().startsWith("io.gatehouse.")) return;
        if (object.getClass().isRecord()) found.accept(path, object);
        for (Class<?> type = object.getClass(); type != null && type != Object.class; type = type.getSuperclass())
            for (Field field : type.getDeclaredFields()) {
                if (field.getType().isPrimitive() || Modifier.isStatic(field.getModifiers())) continue;
                if (field.trySetAccessible()) push(path + "." + field.getName(), value(field, object));
            }
    }

    private static Object value(Field field, Object object) {
        try {
            return field.get(object);
        } catch (IllegalAccessException e) {
            throw new IllegalStateException(e);
        }
    }
}
