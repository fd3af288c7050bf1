//! A registry that constructors fill before anything is called: what a linker drops is missing without a word.

struct Plugin {
    order: u32,
    run: fn(i64) -> i64,
}

inventory::collect!(Plugin);

inventory::submit!(Plugin { order: 1, run: |value| value + 3 });
inventory::submit!(Plugin { order: 2, run: |value| value * 5 });

mod apart {
    inventory::submit!(super::Plugin { order: 3, run: |value| value - 7 });
}

pub(crate) fn run_all(value: i64) -> i64 {
    let mut plugins: Vec<_> = inventory::iter::<Plugin>.into_iter().collect();
    plugins.sort_by_key(|plugin| plugin.order);
    plugins.iter().fold(value, |value, plugin| (plugin.run)(value))
}
