package dev.keepsake.engine;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;

/// Lets something happen just before a method of a real part is called: the way to place one
/// thread's deed into the middle of another's.
public final class Interposed<T> {

    private final Class<T> type;
    private volatile String method = "";
    private volatile boolean once;
    private volatile Runnable deed = () -> {};

    public Interposed(Class<T> type) {
        this.type = type;
    }

    /// The next call of the method comes after the deed.
    public void before(String name, Runnable happens) {
        once = true;
        deed = happens;
        method = name;
    }

    /// Every call of the method from now on comes after the deed.
    public void beforeEvery(String name, Runnable happens) {
        once = false;
        deed = happens;
        method = name;
    }

    public T around(T real) {
        var proxy =
                Proxy.newProxyInstance(
                        type.getClassLoader(),
                        new Class<?>[] {type},
                        (_, called, arguments) -> {
                            if (called.getName().equals(method)) {
                                if (once) {
                                    method = "";
                                }
                                deed.run();
                            }
                            try {
                                return called.invoke(real, arguments);
                            } catch (InvocationTargetException thrown) {
                                throw thrown.getCause();
                            }
                        });
        return type.cast(proxy);
    }
}
