package dev.keepsake.storage.testkit;

import dev.keepsake.storage.Storage;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.Optional;
import java.util.function.Function;

/// One method of a storage that answers wrongly, to see whether the kit notices.
///
/// @param part as `memories`
/// @param method as `list`
/// @param answer what becomes of the right answer
record Lie(String part, String method, Function<Object, Object> answer) {

    @SuppressWarnings("unchecked")
    static <T> Lie about(String part, String method, Function<T, Object> answer) {
        return new Lie(part, method, (Function<Object, Object>) answer);
    }

    Storage toldBy(Storage honest) {
        return (Storage)
                proxy(
                        Storage.class,
                        (_, called, arguments) -> {
                            var answer = call(honest, called, arguments);
                            return called.getName().equals(part)
                                    ? lying(called.getReturnType(), answer)
                                    : answer;
                        });
    }

    private Object lying(Class<?> type, Object honest) {
        return proxy(
                type,
                (_, called, arguments) -> {
                    var right = call(honest, called, arguments);
                    return called.getName().equals(method) ? answer.apply(right) : right;
                });
    }

    private static Object proxy(Class<?> type, InvocationHandler handler) {
        return Proxy.newProxyInstance(type.getClassLoader(), new Class<?>[] {type}, handler);
    }

    private static Object call(Object target, Method method, Object[] arguments) throws Throwable {
        try {
            return method.invoke(target, arguments);
        } catch (InvocationTargetException thrown) {
            throw Optional.ofNullable(thrown.getCause()).orElse(thrown);
        }
    }

    @Override
    public String toString() {
        return part + "." + method;
    }
}
