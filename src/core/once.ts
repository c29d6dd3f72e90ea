/** What is made when somebody asks for it first, and kept. */
export const once = <Value>(make: () => Value): (() => Value) => {
  let made: { readonly value: Value } | null = null;
  return () => {
    made ??= { value: make() };
    return made.value;
  };
};

/** The same of each object that nobody changes: a plan, or a list in it. */
export const oncePer = <Key extends object, Value>(make: (key: Key) => Value): ((key: Key) => Value) => {
  const made = new WeakMap<Key, { readonly value: Value }>();
  return (key) => {
    const one = made.get(key) ?? { value: make(key) };
    made.set(key, one);
    return one.value;
  };
};
